// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.AgentClient;
import dev.subflow.agent.CommandListener;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.ManagedProcess;
import dev.subflow.process.ProcessSpec;
import dev.subflow.process.Session;
import dev.subflow.qemu.QemuConfiguration.QemuNic;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Starts QEMU processes and connects their channels. Thread-safe. */
final class QemuLauncher {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final int FIRST_QEMU_WITH_SOUND_SMP = 10;

  private final Session session;
  private final Path qemu;
  private final int qemuMajor;
  private final Accelerator accelerator;
  private final OptionalInt tscKhz;

  QemuLauncher(
      Session session, Path qemu, int qemuMajor, Accelerator accelerator, OptionalInt tscKhz) {
    this.session = Objects.requireNonNull(session, "session");
    this.qemu = Objects.requireNonNull(qemu, "qemu");
    this.qemuMajor = qemuMajor;
    this.accelerator = Objects.requireNonNull(accelerator, "accelerator");
    this.tscKhz = accelerator == Accelerator.TCG ? tscKhz : OptionalInt.empty();
  }

  Session session() {
    return session;
  }

  Path qemu() {
    return qemu;
  }

  Accelerator accelerator() {
    return accelerator;
  }

  /**
   * Starts QEMU and returns when it has connected to all sockets; the guest may not run yet.
   *
   * @throws InfrastructureException when QEMU can't be started
   */
  QemuGuest launch(GuestSpec spec, Origin origin, CommandListener listener) {
    Path directory = session.newDirectory("g");
    QemuConfiguration configuration = configuration(spec, origin, directory);
    List<String> arguments = QemuCommandLine.of(configuration);
    ProcessSpec program =
        ProcessSpec.of("qemu-" + spec.name(), arguments)
            .log(spec.evidence().resolve("qemu-" + spec.name() + ".log"))
            .grace(Duration.ZERO);
    if (origin instanceof Origin.Cloned cloned) {
      program = program.input(cloned.template().state());
    }
    try (Rendezvous rendezvous = new Rendezvous()) {
      if (origin instanceof Origin.Cloned cloned) {
        Files.copy(
            cloned.template().console(),
            spec.evidence().resolve("boot-" + spec.name() + ".log"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          spec.evidence().resolve("qemu-" + spec.name() + ".args"),
          String.join("\n", arguments) + "\n");
      rendezvous.listen(configuration.qmp());
      rendezvous.listen(configuration.console());
      rendezvous.listen(configuration.agent());
      return connect(spec, configuration, session.start(program), rendezvous, listener);
    } catch (IOException e) {
      throw new InfrastructureException(
          "guest \"" + spec.name() + "\" could not be started: " + e.getMessage(), e);
    }
  }

  private QemuGuest connect(
      GuestSpec spec,
      QemuConfiguration configuration,
      ManagedProcess process,
      Rendezvous rendezvous,
      CommandListener listener)
      throws IOException {
    try {
      Map<Path, SocketChannel> channels = rendezvous.accept(process, START_TIMEOUT);
      Console console =
          new Console(
              spec.name(),
              Objects.requireNonNull(channels.get(configuration.console())),
              spec.evidence().resolve("console-" + spec.name() + ".log"));
      AgentClient agent =
          AgentClient.open(
              spec.name(), Objects.requireNonNull(channels.get(configuration.agent())), listener);
      return new QemuGuest(
          spec.host(),
          accelerator,
          isUnsoundInParallel(spec),
          process,
          new GuestChannels(
              Objects.requireNonNull(channels.get(configuration.qmp())), console, agent));
    } catch (IOException | RuntimeException | Error e) {
      process.kill();
      throw e;
    }
  }

  /**
   * What QEMU is to be told.
   *
   * @param directory where the sockets of the channels are
   */
  QemuConfiguration configuration(GuestSpec spec, Origin origin, Path directory) {
    List<QemuNic> nics = new ArrayList<>();
    for (int i = 0; i < spec.nicSockets().size(); i++) {
      nics.add(new QemuNic(spec.host().nics().get(i).mac(), spec.nicSockets().get(i)));
    }
    return new QemuConfiguration(
        qemu,
        origin,
        spec.name(),
        accelerator,
        spec.host().vcpus(),
        isUnsoundInParallel(spec),
        spec.host().memoryMib(),
        spec.kernel().image(),
        spec.kernel().initramfs(),
        arguments(spec),
        spec.root().image(),
        spec.programs(),
        spec.kernel().modules(),
        spec.host().attached(),
        nics,
        directory.resolve("qmp"),
        directory.resolve("con"),
        directory.resolve("agent"));
  }

  /** Several CPUs that old QEMUs emulate at once trip over instructions that the kernel patches. */
  private boolean isUnsoundInParallel(GuestSpec spec) {
    return accelerator == Accelerator.TCG
        && spec.host().vcpus() > 1
        && qemuMajor < FIRST_QEMU_WITH_SOUND_SMP;
  }

  private List<String> arguments(GuestSpec spec) {
    List<String> arguments = new ArrayList<>();
    // A kernel that measures it on a busy machine may be wrong by far; KVM tells its guests.
    tscKhz.ifPresent(khz -> arguments.add("tsc_early_khz=" + khz));
    arguments.addAll(spec.kernelArguments());
    spec.root().init().ifPresent(init -> arguments.add("subflow.init=" + init));
    return arguments;
  }
}
