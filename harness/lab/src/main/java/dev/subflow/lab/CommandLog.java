// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;

/**
 * Told of the commands of the guests of a lab, for the evidence. Called from several threads, so it
 * must be quick and must not use a guest.
 */
@FunctionalInterface
public interface CommandLog {
  /** A command ended; called before anyone who waits for it goes on. */
  void ended(CommandResult result);

  /** As {@link #ended(CommandResult)}, with what the guest was asked to do. */
  default void ended(Command command, CommandResult result) {
    ended(result);
  }

  /** A command did not start, or its guest was gone before it ended. */
  default void failed(UnfinishedCommand command) {}
}
