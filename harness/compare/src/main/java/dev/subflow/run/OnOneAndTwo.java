// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.TestRuns;
import dev.subflow.report.RunDirectory;
import dev.subflow.vm.QemuChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Runs each test in the guests of a run, and where these have one processor in guests with two as
 * well. Both give a result with the same number: who takes all results of a run as one, as a
 * bisection does, goes by the worse.
 */
public final class OnOneAndTwo implements TestRuns, AutoCloseable {
  private static final String FOLDER = "on-2-processors";

  private final MixedRuns one;
  private final LabSettings settings;
  private final RunDirectory directory;
  private final BiFunction<LabSettings, RunDirectory, MixedRuns> opening;
  private Optional<MixedRuns> two = Optional.empty();

  /**
   * Prepares runs; nothing starts before the first is asked for.
   *
   * @param one runs in the guests of the run, closed with this
   * @param settings of those
   * @param directory of the run; what runs on two processors has a folder in it
   * @param opening makes runs in other guests, with a folder of their own
   */
  public OnOneAndTwo(
      MixedRuns one,
      LabSettings settings,
      RunDirectory directory,
      BiFunction<LabSettings, RunDirectory, MixedRuns> opening) {
    this.one = Objects.requireNonNull(one, "one");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.directory = Objects.requireNonNull(directory, "directory");
    this.opening = Objects.requireNonNull(opening, "opening");
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>(one.run(jobs));
    if (TwoProcessors.areMissing(settings)) {
      onTwo(jobs).forEach(s -> seen.add(beside(s)));
    }
    return seen;
  }

  private List<Observation> onTwo(List<Job> jobs) {
    if (two.isPresent()) {
      return two.get().run(jobs);
    }
    MixedRuns opened = open(TwoProcessors.of(settings));
    try {
      return opened.run(jobs);
    } catch (InfrastructureException e) {
      if (!settings.qemu().isAuto()) {
        throw e;
      }
      // The machine's own emulates them in turns, which is better than not at all.
      opened.close();
      return open(TwoProcessors.of(settings, QemuChoice.MACHINE)).run(jobs);
    }
  }

  private MixedRuns open(LabSettings guests) {
    MixedRuns opened = opening.apply(guests, RunDirectory.at(directory.path().resolve(FOLDER)));
    two = Optional.of(opened);
    return opened;
  }

  private static Observation beside(Observation seen) {
    String folder = "../" + FOLDER + "/" + seen.variant().name();
    return new Observation(
        seen.variant(), seen.test(), seen.key(), seen.result().beside(TwoProcessors.WORDS, folder));
  }

  @Override
  public void close() {
    try (MixedRuns closing = one) {
      two.ifPresent(MixedRuns::close);
      two = Optional.empty();
      Objects.requireNonNull(closing);
    }
  }
}
