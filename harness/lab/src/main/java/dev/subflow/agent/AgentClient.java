// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.RunningCommand;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The harness's end of one guest's agent: commands, files and set-up, many at once. Thread-safe.
 *
 * <p>When the guest is lost, every pending and every later call throws the one {@link
 * GuestException} that tells why: what {@link #abort} was given, else what was seen on the channel.
 */
public final class AgentClient implements AutoCloseable {
  private final AgentLink link;
  private final CommandListener listener;
  private final AgentFiles files;
  private volatile Optional<String> lastCommand = Optional.empty();

  private AgentClient(AgentLink link, CommandListener listener) {
    this.link = link;
    this.listener = listener;
    this.files = new AgentFiles(link);
  }

  /**
   * Takes over a connected channel and starts to read it; {@link #handshake} comes next.
   *
   * @throws InfrastructureException when the channel cannot be used
   */
  public static AgentClient open(String guest, SocketChannel channel, CommandListener listener) {
    try {
      AgentLink link = new AgentLink(guest, channel);
      link.start();
      return new AgentClient(link, listener);
    } catch (IOException e) {
      throw new InfrastructureException(
          "guest \"" + guest + "\": its agent channel cannot be used", e);
    }
  }

  /**
   * Waits until the agent answers, and makes it forget and kill what an earlier session started.
   *
   * @throws GuestException when it does not answer in time
   */
  public AgentHello handshake(Duration timeout) {
    return link.handshake(timeout);
  }

  /**
   * Runs a command to its end; after its timeout it is killed and the result says so.
   *
   * @throws dev.subflow.guest.CommandStartException when the program cannot be started
   * @throws GuestException when the guest is lost, or does not even answer the kill within 5 s
   */
  public CommandResult run(Command command) {
    try (CommandExchange exchange = begin(command, command.stdin().length > 0)) {
      return exchange.runToEnd();
    }
  }

  /**
   * Starts a command and returns when it runs; its input stays open and its timeout does not apply.
   *
   * @throws dev.subflow.guest.CommandStartException when the program cannot be started
   */
  public RunningCommand start(Command command) {
    CommandExchange exchange = begin(command, true);
    exchange.awaitStart();
    return exchange;
  }

  private CommandExchange begin(Command command, boolean input) {
    lastCommand = Optional.of(String.join(" ", command.argv()));
    return CommandExchange.begin(link, listener, command, input);
  }

  /**
   * Asks for a sign of life.
   *
   * @return false when none came within {@code patience}
   * @throws GuestException when the guest is lost
   */
  public boolean ping(Duration patience) {
    CompletableFuture<Frame> answer = link.ping();
    boolean answered = link.await(answer, patience).isPresent();
    // One that nobody waits for any more is forgotten.
    answer.cancel(false);
    return answered;
  }

  /** The guest's files. */
  public GuestFiles files() {
    return files;
  }

  /**
   * Sets the machine up in one round trip.
   *
   * @throws InfrastructureException naming each line that failed
   * @throws dev.subflow.failure.UsageException likewise, when nothing but sysctls failed
   */
  public void configure(GuestConfiguration configuration, Duration timeout) {
    ConfigureCall.run(link, configuration, timeout);
  }

  /**
   * Asks the machine to switch itself off; returns when it has heard.
   *
   * @throws GuestException when it does not answer, but not when its channel ends
   */
  public void powerOff(Duration timeout) {
    Answer answer = new Answer();
    int id = link.register(answer);
    try {
      link.send(Requests.powerOff(id));
      link.await(answer.frame(), timeout);
    } finally {
      link.forget(id);
    }
  }

  /**
   * Says that the guest is gone, and why; the first cause stays.
   *
   * <p>When the channel ends by itself, five seconds are left for this call.
   */
  public void abort(GuestException cause) {
    link.fail(cause);
  }

  /** Why the guest is lost; empty while it is not. */
  public Optional<GuestException> lost() {
    return link.lostCause();
  }

  /** The command that was begun last, for a message about a crash. */
  public Optional<String> lastCommand() {
    return lastCommand;
  }

  /** Closes the channel; the guest runs on, and so do its commands. */
  @Override
  public void close() {
    link.close();
  }
}
