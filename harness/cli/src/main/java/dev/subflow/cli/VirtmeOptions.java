// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.run.VirtmeTrial;
import dev.subflow.virtme.Hooks;
import dev.subflow.virtme.VirtmeImage;
import dev.subflow.virtme.VirtmeInputs;
import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeRun;
import dev.subflow.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for running a kernel tree in the image. */
final class VirtmeOptions implements VirtmeTrial.Tree {
  @Option(
      names = "--tree",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Kernel tree (default: the working directory).")
  private Path tree = Path.of(".");

  @Option(
      names = "--input",
      paramLabel = "NAME[=VALUE]",
      description =
          "Option of the image, such as CPUS=1 or BUILD_SKIP for its INPUT_CPUS=1 and"
              + " INPUT_BUILD_SKIP=1.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "Any other variable of the container's environment.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = "--test",
      paramLabel = "SCRIPT",
      description =
          "Run only these scripts of the selftests, such as diag.sh or 'mptcp_join.sh -f'.")
  private List<String> tests = new ArrayList<>();

  @Option(
      names = "--exec-pre",
      paramLabel = "FILE",
      description = "Run it in the VM before the tests.")
  private Optional<Path> before = Optional.empty();

  @Option(
      names = "--exec-run",
      paramLabel = "FILE",
      description = "Run it in the VM instead of the tests.")
  private Optional<Path> instead = Optional.empty();

  @Option(
      names = "--exec-post",
      paramLabel = "FILE",
      description = "Run it in the VM after the tests.")
  private Optional<Path> after = Optional.empty();

  @Option(
      names = "--prepare-post",
      paramLabel = "FILE",
      description = "Run it in the container once everything is built.")
  private Optional<Path> prepared = Optional.empty();

  @Option(
      names = "--packetdrill",
      paramLabel = "DIR",
      description = "Take packetdrill from this checkout.")
  private Optional<Path> packetdrill = Optional.empty();

  @Option(
      names = "--home",
      paramLabel = "DIR|VOLUME",
      description = "Keep root's home there from one container to the next.")
  private Optional<String> home = Optional.empty();

  @Option(
      names = "--privileged",
      description = "Give the container all privileges, instead of the few that it needs.")
  private boolean privileged;

  @Option(
      names = "--accel",
      paramLabel = "auto|kvm|tcg",
      defaultValue = "auto",
      description =
          "What runs the VM; auto gives it /dev/kvm where a guest has booted under KVM before.")
  private String accelerator = "auto";

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = {
        "Image to take (default: mptcp/mptcp-upstream-virtme-docker:latest, or its mirror on"
            + " ghcr.io)."
      })
  private Optional<String> image = Optional.empty();

  @Option(
      names = "--pull",
      paramLabel = "missing|always|never",
      defaultValue = "missing",
      description = "When to fetch it (default: ${DEFAULT-VALUE}).")
  private VirtmeImage.Pull pull = VirtmeImage.Pull.MISSING;

  @Override
  public Path folder() {
    return tree;
  }

  /** Scripts that were asked for; none for all tests. */
  @Override
  public List<String> tests() {
    return tests;
  }

  VirtmeImage image() {
    return VirtmeImage.of(image, pull);
  }

  /**
   * Run that is asked for, checked altogether.
   *
   * @param terminal whether somebody types
   */
  VirtmeRun run(VirtmeMode mode, List<String> arguments, boolean terminal) {
    return run(tree, mode, arguments, terminal);
  }

  @Override
  public VirtmeRun run(Path folder, VirtmeMode mode, List<String> arguments) {
    return run(folder, mode, arguments, false);
  }

  /** Run of another tree. */
  VirtmeRun run(Path folder, VirtmeMode mode, List<String> arguments, boolean terminal) {
    VirtmeRun run =
        allowed(
            VirtmeRun.of(folder, mode, values())
                .withArguments(arguments)
                .withHooks(hooks())
                .withTerminal(terminal));
    VirtmeRun drilled = packetdrill.map(run::withPacketdrill).orElse(run);
    return home.map(drilled::withHome).orElse(drilled);
  }

  private VirtmeRun allowed(VirtmeRun run) {
    if (privileged) {
      return run.withAllPrivileges();
    }
    return kvm() ? run.withKvm() : run;
  }

  private VirtmeInputs values() {
    VirtmeInputs values = VirtmeInputs.none();
    for (String input : inputs) {
      values = values.parse(input);
    }
    for (String variable : variables) {
      String[] parts = variable.split("=", 2);
      if (parts.length < 2) {
        throw new UsageException("--env wants NAME=VALUE, not \"" + variable + "\"");
      }
      values = values.free(parts[0], parts[1]);
    }
    return values;
  }

  private Hooks hooks() {
    if (!tests.isEmpty() && instead.isPresent()) {
      throw new UsageException("--test and --exec-run both say which tests run; leave one out");
    }
    Hooks hooks = tests.isEmpty() ? Hooks.none() : Hooks.selftests(tests);
    hooks = with(hooks, Hooks.Place.BEFORE_TESTS, before);
    hooks = with(hooks, Hooks.Place.TESTS, instead);
    hooks = with(hooks, Hooks.Place.AFTER_TESTS, after);
    return with(hooks, Hooks.Place.PREPARED, prepared);
  }

  private static Hooks with(Hooks hooks, Hooks.Place place, Optional<Path> file) {
    if (file.isEmpty()) {
      return hooks;
    }
    try {
      return hooks.with(place, Files.readString(file.get()));
    } catch (IOException e) {
      throw new UsageException(file.get() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private boolean kvm() {
    Optional<Accelerator> chosen = LabSettings.accelerator(accelerator.toLowerCase(Locale.ROOT));
    return chosen
        .or(() -> LabEnvironment.probed(LabSettings.defaultCache()))
        .filter(a -> a == Accelerator.KVM)
        .isPresent();
  }
}
