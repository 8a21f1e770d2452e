// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A container as it will be made: everything that {@code docker inspect} would tell of it.
 *
 * @param command what follows the image
 * @param environment its variables
 * @param mounts what it sees of the host
 * @param workingDirectory where it starts
 * @param privileges what it may do
 * @param terminal whether it has a terminal
 */
record ContainerPlan(
    List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    String workingDirectory,
    Privileges privileges,
    boolean terminal) {
  private static final String PACKETDRILL = "/opt/packetdrill";
  private static final String HOME = "/root";

  ContainerPlan {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    mounts = List.copyOf(mounts);
    Objects.requireNonNull(workingDirectory, "workingDirectory");
    Objects.requireNonNull(privileges, "privileges");
  }

  /**
   * The container of a run.
   *
   * @param results where the tests leave their results, relative to the tree; absent where the
   *     image chooses
   */
  static ContainerPlan of(VirtmeRun run, Optional<String> results) {
    String tree = run.tree().root().toString();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount(tree, tree, true));
    run.tree()
        .outsideGitDirectory()
        .map(Path::toString)
        .ifPresent(git -> mounts.add(new Mount(git, git, false)));
    run.packetdrill().ifPresent(p -> mounts.add(new Mount(p.toString(), PACKETDRILL, true)));
    run.home().ifPresent(home -> mounts.add(new Mount(volume(home), HOME, true)));
    return new ContainerPlan(
        run.mode().command(run.arguments()),
        environment(run, results),
        mounts,
        tree,
        run.privileges(),
        run.terminal());
  }

  /** A relative path of a folder that is there, or a path, is a folder; else it names a volume. */
  private static String volume(String home) {
    boolean folder = home.contains("/") || home.startsWith(".") || Files.isDirectory(Path.of(home));
    return folder ? Path.of(home).toAbsolutePath().normalize().toString() : home;
  }

  private static Map<String, String> environment(VirtmeRun run, Optional<String> results) {
    // The packetdrill of the image, or the one mounted: a run must not depend on GitHub.
    VirtmeInputs inputs = run.inputs().withDefault(VirtmeInput.PACKETDRILL_NO_SYNC, true);
    if (run.packetdrill().isPresent()) {
      inputs = inputs.withDefault(VirtmeInput.PACKETDRILL_NO_MORE_TOLERANCE, true);
    }
    if (!run.hooks().isEmpty() && !run.terminal()) {
      inputs = inputs.withDefault(VirtmeInput.NO_BLOCK, true);
    }
    Map<String, String> variables = new LinkedHashMap<>();
    if (results.isPresent()) {
      // Only in a CI the selftests print TAP for each subtest. What else is different there is
      // put back to what it is by hand.
      inputs =
          inputs
              .withDefault(VirtmeInput.NO_BLOCK, true)
              .with(VirtmeInput.CI_RESULTS_DIR, results.get())
              .withDefault(VirtmeInput.CI_PRINT_EXIT_CODE, false)
              .withDefault(VirtmeInput.CI_TIMEOUT, Duration.ofDays(1))
              .withDefault(VirtmeInput.CPUS, 2)
              .withDefault(VirtmeInput.GCOV, false);
      variables.put("CI", "true");
    }
    variables.putAll(inputs.variables());
    return variables;
  }

  /** Command line that does this, for people and for comparison; quoted for a shell. */
  List<String> dockerRun(String image) {
    List<String> line = new ArrayList<>(List.of("docker", "run"));
    environment.forEach((name, value) -> line.addAll(List.of("-e", name + "=" + value)));
    mounts.forEach(mount -> line.addAll(List.of("-v", mount.toString())));
    line.addAll(List.of("-w", workingDirectory));
    if (privileges.everything()) {
      line.add("--privileged");
    }
    privileges.capabilities().forEach(c -> line.addAll(List.of("--cap-add", c)));
    privileges.devices().forEach(d -> line.addAll(List.of("--device", d.toString())));
    line.add("--rm");
    if (terminal) {
      line.add("-it");
    }
    line.add(image);
    line.addAll(command);
    return List.copyOf(line);
  }
}
