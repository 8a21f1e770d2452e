// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/** A command that did not end as the scenario demanded: verdict FAIL. */
public final class CommandAssertionError extends AssertionError {
  private final transient CommandResult result;

  CommandAssertionError(String expectation, CommandResult result) {
    super(expectation + ": " + result.describe());
    this.result = result;
  }

  /** Result of the command. */
  public CommandResult result() {
    return result;
  }
}
