// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.EvidenceLog;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.report.TestEvidence;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A lab to play in. */
@Command(
    name = "shell",
    description = {
      "Brings a topology up and opens a shell in its guests; when the last shell is left, the lab"
          + " is taken down.",
      "Where standard input is no terminal, it is run as a script in GUEST."
    },
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
  private static final Duration SCRIPT_LIMIT = Duration.ofDays(1);

  private final Streams streams;
  @Mixin private final GuestOptions guests = new GuestOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "GUEST",
      description = "The guest to open a shell in (default: a menu of all).")
  private Optional<String> guest = Optional.empty();

  @Option(
      names = "--topology",
      paramLabel = "T",
      defaultValue = Topologies.DEFAULT,
      completionCandidates = Topologies.Names.class,
      description =
          "shared-lan, two-paths, one-host, or a class that implements TopologySource (default:"
              + " ${DEFAULT-VALUE}).")
  private String topologyName = Topologies.DEFAULT;

  ShellCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Topology topology = Topologies.named(topologyName);
    Optional<String> wanted = guest(topology);
    Path home = Home.find();
    LabSettings settings = guests.settings(home);
    OutputFolder output = OutputFolder.check(guests.out, home);
    try (Progress progress = Progress.onErr(streams)) {
      settings.preparation(progress::status).prepare(settings.kernels(), settings.image());
      return bringUp(topology, settings, output.make().evidence("shell"), progress, wanted);
    }
  }

  private int bringUp(
      Topology topology,
      LabSettings settings,
      TestEvidence evidence,
      Progress progress,
      Optional<String> wanted) {
    try {
      progress.status("bringing up " + topology.name());
      try (LabEnvironment environment = LabEnvironment.open(settings, progress::detail);
          Lab lab = environment.start(topology, evidence.directory(), new EvidenceLog(evidence))) {
        progress.status("");
        progress.say(
            topology.name()
                + " is up on kernel "
                + environment.kernel().release()
                + ", "
                + environment.acceleratorName());
        int exitCode = isInteractive() ? talk(lab, wanted) : script(lab, wanted.orElseThrow());
        tellSplats(lab);
        return exitCode;
      }
    } finally {
      streams.err().println("Evidence: " + RunPrinter.relative(evidence.directory()));
    }
  }

  private boolean isInteractive() {
    return streams.inIsTerminal() && streams.outIsTerminal();
  }

  private Optional<String> guest(Topology topology) {
    List<String> names = topology.hosts().stream().map(HostSpec::name).toList();
    if (guest.isPresent() && !names.contains(guest.get())) {
      throw new UsageException(
          "no guest of "
              + topology.name()
              + " is called \""
              + guest.get()
              + "\"; there are "
              + String.join(", ", names));
    }
    if (guest.isEmpty() && !isInteractive()) {
      if (names.size() > 1) {
        throw new UsageException(
            "standard input is a script; say in which guest to run it: "
                + String.join(", ", names));
      }
      return Optional.of(names.get(0));
    }
    return guest;
  }

  private static int talk(Lab lab, Optional<String> wanted) {
    try (GuestShells shells = GuestShells.onTerminal(lab.topology(), lab::guest)) {
      shells.serve(wanted);
    }
    return ExitCodes.PASSED;
  }

  /** The script's bytes pass through as they come, so it may be endless. */
  private int script(Lab lab, String name) {
    try (RunningCommand shell = lab.guest(name).start("/bin/sh", "-s")) {
      shell.follow(bytes -> write(streams.out(), bytes), bytes -> write(streams.err(), bytes));
      byte[] buffer = new byte[32 << 10];
      int n = 0;
      while (shell.isRunning() && (n = streams.in().read(buffer)) >= 0) {
        shell.write(Arrays.copyOf(buffer, n));
      }
      shell.closeStdin();
      CommandResult result = shell.await(SCRIPT_LIMIT);
      if (!result.isSuccess()) {
        streams.err().println("the script ended with " + result.exit());
      }
      return result.isSuccess() ? ExitCodes.PASSED : ExitCodes.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
    }
  }

  private static void write(PrintStream stream, byte[] bytes) {
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }

  private static void tellSplats(Lab lab) {
    lab.splats()
        .forEach(
            (name, splats) -> {
              throw new GuestCrashedException(name, How.SPLAT, "", splats);
            });
  }
}
