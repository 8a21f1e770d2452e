// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;

/**
 * Told of every command of a guest, for the evidence. Called from several threads, one of them the
 * channel's reader, so it must be quick and must not use the guest.
 */
public interface CommandListener {
  /** Does nothing. */
  CommandListener NONE = new CommandListener() {};

  /** A command was sent to the guest. */
  default void started(Command command) {}

  /**
   * A command ended; called before anyone who waits for it goes on. The guest is lost if it throws.
   */
  default void ended(Command command, CommandResult result) {}

  /** A command did not start, or its end will never be known. */
  default void failed(UnfinishedCommand command) {}
}
