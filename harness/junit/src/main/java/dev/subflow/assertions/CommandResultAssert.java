// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.guest.CommandResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assertions on what a command did; a failure shows all of it. */
public final class CommandResultAssert extends ModelAssert<CommandResultAssert, CommandResult> {
  CommandResultAssert(@Nullable CommandResult actual) {
    super(actual, CommandResultAssert.class);
  }

  @Override
  String raw() {
    return model().describe();
  }

  /** Asserts that the command ended with exit code 0. */
  public CommandResultAssert isSuccess() {
    if (!model().isSuccess()) {
      throw failure("expected success");
    }
    return this;
  }

  /** Asserts that the command ended by itself with an exit code that is not 0. */
  public CommandResultAssert isFailure() {
    if (model().isSuccess() || model().timedOut() || !model().exit().isCode()) {
      throw failure("expected failure");
    }
    return this;
  }

  /** Asserts that the command ended by itself with an exit code. */
  public CommandResultAssert hasExitCode(int code) {
    if (model().timedOut() || !model().exit().isCode() || model().exit().value() != code) {
      throw failure("expected exit code " + code);
    }
    return this;
  }

  /** Its stdout has these texts in it. */
  public CommandResultAssert printed(String... texts) {
    return contains("stdout", model().stdout(), texts);
  }

  /** Its stderr has these texts in it. */
  public CommandResultAssert complained(String... texts) {
    return contains("stderr", model().stderr(), texts);
  }

  private CommandResultAssert contains(String stream, String found, String... texts) {
    List<String> missing = List.of(texts).stream().filter(t -> !found.contains(t)).toList();
    checkNothing("expected texts in " + stream, missing, List.of());
    return this;
  }
}
