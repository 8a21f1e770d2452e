// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.agent.AgentClient;
import dev.subflow.agent.AgentHello;
import dev.subflow.agent.GuestConfiguration;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.RunningCommand;
import dev.subflow.machine.CpuShare;
import dev.subflow.process.Background;
import dev.subflow.process.ManagedProcess;
import dev.subflow.process.ProcessExit;
import dev.subflow.topology.HostSpec;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guest in a QEMU process, which this object owns together with its console, QMP and agent
 * channels.
 *
 * <p>Thread-safe. When the process or the kernel dies, every pending and later call fails with the
 * reason.
 */
final class QemuGuest implements Vm {
  private static final Logger log = LoggerFactory.getLogger(QemuGuest.class);
  // A panicked kernel reboots at once (panic=-1), which ends QEMU (-no-reboot); longer is a hang in
  // panic().
  private static final Duration PANIC_GRACE = Duration.ofSeconds(5);
  private static final long CONSOLE_DRAIN_MILLIS = 3000;
  // A channel breaks a little before QEMU is seen to have ended.
  private static final long EXIT_MILLIS = 500;

  private final HostSpec host;
  private final boolean emulatedSmp;
  private final ManagedProcess process;
  private final Console console;
  private final Qmp qmp;
  private final AgentClient agent;
  private volatile Optional<String> shutdownReason = Optional.empty();
  private final CompletableFuture<GuestException> fate = new CompletableFuture<>();
  private final long started = System.nanoTime();
  private volatile boolean closing;

  QemuGuest(HostSpec host, boolean emulatedSmp, ManagedProcess process, GuestChannels channels) {
    this.host = host;
    this.emulatedSmp = emulatedSmp;
    this.process = process;
    this.agent = channels.agent();
    this.qmp = new Qmp(host.name(), channels.qmp(), this::event);
    this.console = channels.console();
    console.start(this::splat);
    var unused = process.exit().thenAcceptAsync(this::ended);
  }

  private void event(Qmp.Event event) {
    if (event.name().equals("SHUTDOWN")) {
      JsonNode reason = event.data().path("reason");
      shutdownReason = Optional.of(reason.asText("unknown"));
    } else if (event.name().equals("RESET") && event.data().path("guest").asBoolean()) {
      // Under -no-reboot QEMU ends instead; a machine that goes on has lost its test all the same.
      died(fate(Optional.of("guest-reset"), new ProcessExit(0)));
    }
  }

  private void splat(Splat.Kind kind) {
    log.info("{}: {} on the console", name(), kind);
    if (kind == Splat.Kind.PANIC) {
      CompletableFuture<Void> killer =
          CompletableFuture.runAsync(() -> process.kill(), Background.after(PANIC_GRACE));
      var unused = process.exit().thenRun(() -> killer.cancel(false));
    }
  }

  private void ended(ProcessExit exit) {
    if (closing) {
      agent.abort(new GuestLostException(name(), "it was shut down"));
      return;
    }
    console.awaitEnd(CONSOLE_DRAIN_MILLIS);
    died(fate(shutdownReason, exit));
  }

  private GuestException fate(Optional<String> reason, ProcessExit exit) {
    return new GuestFate(
            name(),
            console.splats(),
            reason,
            exit.describe(),
            exit.code() > 128,
            process.tail(),
            agent.lastCommand(),
            console.gap(),
            emulatedSmp)
        .judge();
  }

  private void died(GuestException cause) {
    fate.complete(cause);
    agent.abort(cause);
  }

  /** Waits for QMP and the agent. */
  AgentHello handshake(Duration timeout) {
    try {
      qmp.negotiate(timeout);
      return agent.handshake(timeout);
    } catch (GuestException | InfrastructureException e) {
      throw bootFailure(e);
    }
  }

  /** Waits until the program that became PID 1 has started everything. */
  void awaitInit(String script, Duration timeout) {
    CommandResult result;
    try {
      result = run(Command.shell(script).timeout(timeout));
    } catch (GuestException e) {
      throw bootFailure(e);
    }
    if (!result.isSuccess()) {
      throw bootFailure(
          new GuestLostException(
              name(), "its init did not start everything:\n" + result.describe()));
    }
  }

  /** Continues from the template that QEMU was started with, and waits for the agent. */
  AgentHello resume(Duration timeout) {
    try {
      qmp.negotiate(timeout);
      Migration.load(qmp);
      return agent.handshake(timeout);
    } catch (GuestException | InfrastructureException e) {
      throw bootFailure(e);
    }
  }

  /**
   * Stops the machine for good and writes the state of its devices.
   *
   * @param socket where QEMU sends it
   */
  void freeze(FreezeSocket socket, Path state) throws IOException {
    Migration.save(qmp, socket, state);
  }

  private GuestException bootFailure(RuntimeException e) {
    Optional<GuestException> gone = fateWithin(EXIT_MILLIS);
    if (gone.isEmpty() && process.exit().isDone()) {
      gone = fateWithin(CONSOLE_DRAIN_MILLIS);
    }
    return new BootFailure(name(), gone, starvation(), console.recentLines(), console.splats(), e)
        .judge();
  }

  private Optional<GuestException> fateWithin(long millis) {
    return Optional.ofNullable(
        fate.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join());
  }

  @Override
  public void configure(GuestConfiguration configuration, Duration timeout) {
    agent.configure(configuration, timeout);
  }

  @Override
  public String name() {
    return host.name();
  }

  /** Its place in the topology. */
  HostSpec host() {
    return host;
  }

  @Override
  public CommandResult run(Command command) {
    return agent.run(command);
  }

  @Override
  public RunningCommand start(Command command) {
    return agent.start(command);
  }

  @Override
  public GuestFiles files() {
    return agent.files();
  }

  @Override
  public void setCarrier(String nic, boolean up) {
    qmp.setLink("nic" + host.nics().indexOf(host.nic(nic)), up);
  }

  @Override
  public List<Splat> splats() {
    return console.splats();
  }

  @Override
  public boolean ping(Duration patience) {
    return agent.ping(patience);
  }

  @Override
  public Optional<String> consoleGap() {
    return console.gap();
  }

  @Override
  public Optional<GuestException> fate() {
    return Optional.ofNullable(fate.getNow(null));
  }

  @Override
  public Optional<String> starvation() {
    Duration lived = Duration.ofNanos(System.nanoTime() - started);
    return CpuShare.of(pid())
        .filter(share -> share.isStarved(lived))
        .map(
            share ->
                String.format(
                    Locale.ROOT,
                    "it ran for %.1f s and waited %.1f s for a processor, of the %.1f s it lived",
                    share.ran().toMillis() / 1e3,
                    share.waited().toMillis() / 1e3,
                    lived.toMillis() / 1e3));
  }

  @Override
  public Optional<CpuShare> processorTime() {
    return CpuShare.of(pid());
  }

  @Override
  public boolean isRunning() {
    return !process.exit().isDone();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    closing = true;
    agent.close();
    process.kill();
    console.awaitEnd(CONSOLE_DRAIN_MILLIS);
    qmp.close();
    console.close();
  }
}
