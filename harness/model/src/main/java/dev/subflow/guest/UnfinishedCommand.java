// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.time.Duration;
import java.util.Objects;

/**
 * A command that did not start, or whose end nobody will know.
 *
 * @param elapsed since it was sent
 * @param stdout what it had printed until then, bounded
 * @param stderr likewise
 * @param why what befell it, or its guest
 */
public record UnfinishedCommand(
    Command command, Duration elapsed, String stdout, String stderr, GuestException why) {
  public UnfinishedCommand {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(stdout, "stdout");
    Objects.requireNonNull(stderr, "stderr");
    Objects.requireNonNull(why, "why");
  }

  /** The guest's name. */
  public String guest() {
    return why.guest();
  }

  /** How it came about, such as {@code still running when the guest died: its kernel died}. */
  public String describe() {
    String how = "still running when the guest was gone";
    if (why instanceof CommandStartException) {
      how = "not started";
    } else if (why instanceof GuestCrashedException) {
      how = "still running when the guest died";
    }
    return how + ": " + why.reason().lines().findFirst().orElse("");
  }
}
