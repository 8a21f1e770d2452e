// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.agent.AgentClient;
import dev.subflow.agent.CommandListener;
import dev.subflow.cache.DiskAllowance;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.BoundedLog;
import dev.subflow.process.ManagedProcess;
import dev.subflow.process.Outsider;
import dev.subflow.process.ProcessSpec;
import dev.subflow.process.Session;
import dev.subflow.vm.GuestSpec;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Starts QEMU processes and connects their channels. Thread-safe. */
final class QemuLauncher {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final Session session;
  private final QemuSetup setup;
  private final DiskAllowance allowance;

  QemuLauncher(Session session, QemuSetup setup) {
    this(session, setup, DiskAllowance.ofProcess());
  }

  /**
   * One whose guests leave only so much on the disk.
   *
   * @param allowance what the logs of their consoles are taken from
   */
  QemuLauncher(Session session, QemuSetup setup, DiskAllowance allowance) {
    this.allowance = Objects.requireNonNull(allowance, "allowance");
    this.session = Objects.requireNonNull(session, "session");
    this.setup = Objects.requireNonNull(setup, "setup");
  }

  Session session() {
    return session;
  }

  QemuSetup setup() {
    return setup;
  }

  /**
   * Starts QEMU and returns when it has connected to all sockets; the guest may not run yet.
   *
   * @throws InfrastructureException when QEMU can't be started
   */
  QemuGuest launch(GuestSpec spec, Origin origin, CommandListener listener) {
    return launch(spec, origin, session.newDirectory("g"), listener);
  }

  /**
   * The same, with its sockets in a given folder.
   *
   * @param directory of the session's
   */
  QemuGuest launch(GuestSpec spec, Origin origin, Path directory, CommandListener listener) {
    QemuConfiguration configuration = setup.configuration(spec, origin, directory);
    try (Rendezvous rendezvous = new Rendezvous()) {
      if (origin instanceof Origin.Cloned cloned) {
        Files.copy(
            cloned.template().console(),
            spec.evidence().resolve("boot-" + spec.name() + ".log"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          spec.evidence().resolve("qemu-" + spec.name() + ".args"),
          String.join("\n", QemuCommandLine.of(configuration)) + "\n");
      rendezvous.listen(configuration.qmp());
      rendezvous.listen(configuration.console());
      rendezvous.listen(configuration.agent());
      ProcessSpec program = program(configuration, directory);
      program = program.log(spec.evidence().resolve("qemu-" + spec.name() + ".log"));
      return connect(spec, configuration, session.start(program), rendezvous, listener);
    } catch (IOException e) {
      throw new InfrastructureException(
          "guest \"" + spec.name() + "\" could not be started: " + e.getMessage(), e);
    }
  }

  /** The program; its sockets listen already. */
  private ProcessSpec program(QemuConfiguration configuration, Path directory) throws IOException {
    Optional<Outsider> outsider = setup.user().outsider();
    ProcessSpec program =
        outsider.isPresent()
            ? Handover.program(setup.qemu(), configuration, directory, outsider.get().group())
            : ProcessSpec.of("qemu-" + configuration.name(), QemuCommandLine.of(configuration));
    if (configuration.origin() instanceof Origin.Cloned cloned) {
      program = program.input(cloned.template().state());
    }
    return program.grace(Duration.ZERO);
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
              BoundedLog.open(
                  Optional.of(spec.evidence().resolve("console-" + spec.name() + ".log")),
                  Console.LOG_LIMIT,
                  allowance::take));
      AgentClient agent =
          AgentClient.open(
              spec.name(), Objects.requireNonNull(channels.get(configuration.agent())), listener);
      return new QemuGuest(
          spec.host(),
          configuration.oneThread(),
          process,
          new GuestChannels(
              Objects.requireNonNull(channels.get(configuration.qmp())), console, agent));
    } catch (IOException | RuntimeException | Error e) {
      process.kill();
      throw e;
    }
  }
}
