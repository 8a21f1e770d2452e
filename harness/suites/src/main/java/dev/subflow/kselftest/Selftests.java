// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.report.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The selftests of one folder, built, for the kernel of a run.
 *
 * @param environment of the kernel under test
 * @param bundle what was built
 * @param variables of the environment that every script gets, such as {@code
 *     SELFTESTS_MPTCP_LIB_EXPECT_ALL_FEATURES}
 */
public record Selftests(
    LabEnvironment environment, SelftestBundle bundle, Map<String, String> variables) {
  /** Name of the folder of KUnit's tests. */
  public static final String KUNIT = "kunit";

  /** Name of the folder of packetdrill's tests. */
  public static final String PACKETDRILL = "packetdrill";

  public Selftests {
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(bundle, "bundle");
    variables = Map.copyOf(variables);
  }

  /**
   * Builds them, unless they are there.
   *
   * @param folder below {@code tools/testing/selftests}, such as {@code net/mptcp}
   * @param tree where they are taken from; absent for the kernel's own source
   * @throws dev.subflow.failure.UsageException where there are none
   */
  public static Selftests of(LabEnvironment environment, String folder, Optional<Path> tree) {
    return new Selftests(environment, environment.selftests(folder, tree), Map.of());
  }

  /** KUnit's tests of MPTCP: those that are built in have run, those in modules are loaded. */
  public static Selftests kunit(LabEnvironment environment) {
    return new Selftests(environment, environment.kunit(), Map.of());
  }

  /**
   * Packetdrill's tests of MPTCP.
   *
   * @param checkout of the packetdrill that knows MPTCP
   * @throws dev.subflow.failure.UsageException where it is none
   */
  public static Selftests packetdrill(LabEnvironment environment, Path checkout) {
    return new Selftests(environment, environment.packetdrill(checkout), Map.of());
  }

  /** The same, with these variables in the environment of every script. */
  public Selftests withVariables(Map<String, String> values) {
    return new Selftests(environment, bundle, values);
  }

  /** Tells them, run with their variables, from others of the same names. */
  String id() {
    return variables.isEmpty() ? bundle.id() : bundle.id() + " " + new TreeMap<>(variables);
  }

  /** The folder's name. */
  public String folder() {
    return bundle.folder();
  }

  /** Its programs. */
  public List<String> scripts() {
    return bundle.scripts();
  }

  /** Options that they ask for and that the kernel does not have. */
  public List<String> missingOptions() {
    return bundle.missingOptions();
  }

  /** History of the subtests so far, on whichever kernel. */
  public SelftestHistory history() {
    return SelftestHistory.of(LabSettings.defaultCache(), folder());
  }

  /**
   * Prepares a run, which will know from the history how long things take.
   *
   * @param shards how many clones run at once
   * @param reruns whether what failed runs once more, alone
   */
  public SelftestSuite suite(
      int shards, boolean reruns, RunDirectory evidence, SuiteObserver observer) {
    return suite(shards, reruns, evidence, observer, Map.of());
  }

  /**
   * The same where other runs than those of this cache are known.
   *
   * @param times that subtests took there, by {@code script:subtest}
   */
  public SelftestSuite suite(
      int shards,
      boolean reruns,
      RunDirectory evidence,
      SuiteObserver observer,
      Map<String, Duration> times) {
    SelftestHistory history = history();
    SuiteSettings settings =
        new SuiteSettings(
            shards, reruns, evidence, history.durations(times), history.subtests(id()));
    return new SelftestSuite(this, settings, observer);
  }
}
