// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import dev.subflow.failure.Splat;
import java.util.List;
import java.util.Objects;

/** Something about a guest that is not the scenario's doing; its subtypes say whose fault it is. */
public abstract sealed class GuestException extends RuntimeException
    permits GuestCrashedException, GuestLostException, GuestFileException, CommandStartException {
  private final String guest;
  private final String reason;

  GuestException(String guest, String reason, Throwable cause) {
    super("guest \"" + guest + "\": " + reason, cause);
    this.guest = Objects.requireNonNull(guest, "guest");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  GuestException(String guest, String reason) {
    super("guest \"" + guest + "\": " + reason);
    this.guest = Objects.requireNonNull(guest, "guest");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** The guest's name. */
  public String guest() {
    return guest;
  }

  /** The message without the guest's name, to be said of it in another sentence. */
  public String reason() {
    return reason;
  }

  /** Splats that its kernel had printed until then, where that matters. */
  public List<Splat> splats() {
    return List.of();
  }
}
