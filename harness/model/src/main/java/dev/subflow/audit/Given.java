// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A command that a host was given.
 *
 * @param command what was to be run
 * @param began when it was sent, or before
 * @param ended when its end was known, or after
 * @param result empty where its end will never be known
 */
public record Given(Command command, Instant began, Instant ended, Optional<CommandResult> result) {
  public Given {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(began, "began");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(result, "result");
  }

  /** A command that just ended. */
  public static Given ended(Command command, CommandResult result, Instant now) {
    return new Given(command, now.minus(result.elapsed()), now, Optional.of(result));
  }

  boolean isSuccess() {
    return result.filter(CommandResult::isSuccess).isPresent();
  }

  /** Whether it is known that it changed nothing: it ended by itself, and not well. */
  boolean isRefused() {
    return result.filter(r -> !r.isSuccess() && !r.timedOut() && r.exit().isCode()).isPresent();
  }

  Span span() {
    return new Span(began, ended);
  }

  @Override
  public String toString() {
    return "`" + String.join(" ", command.argv()) + "`";
  }
}
