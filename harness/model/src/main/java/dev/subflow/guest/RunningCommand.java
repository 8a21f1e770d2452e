// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A command that was started and may still run. Thread-safe. Closing it kills what still runs. */
public interface RunningCommand extends AutoCloseable {
  /** Command that was started. */
  Command command();

  /** Whether it has not ended yet. */
  boolean isRunning();

  /** Text on stdout so far, within its output limit. */
  String stdout();

  /** Text on stderr so far, within its output limit. */
  String stderr();

  /**
   * Hands on what it writes as it comes; the first call also what it wrote so far, within its
   * output limit. A later call replaces the consumers. One that blocks holds up everything this
   * guest says.
   */
  void follow(Consumer<byte[]> stdout, Consumer<byte[]> stderr);

  /** Writes to its standard input; blocks while the guest's buffers are full. */
  void write(byte[] bytes);

  /** Ends its standard input. */
  void closeStdin();

  /** Sends a signal, such as 15 for SIGTERM, to the command's process group. */
  void signal(int number);

  /** Tells its terminal a new size; does nothing where it has none. */
  void resize(int columns, int rows);

  /** Result of the command; empty while it runs. */
  Optional<CommandResult> result();

  /**
   * Waits for its end.
   *
   * @return the result; after {@code limit} the command is killed and the result says that it timed
   *     out
   */
  CommandResult await(Duration limit);

  /** Kills the command if it still runs, and waits until it is gone. */
  @Override
  void close();
}
