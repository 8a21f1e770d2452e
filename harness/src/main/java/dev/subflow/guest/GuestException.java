// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.util.Objects;

/** Something about a guest that is not the scenario's doing; its subtypes say whose fault it is. */
public abstract sealed class GuestException extends RuntimeException
    permits GuestCrashedException, GuestLostException, GuestFileException, CommandStartException {
  private final String guest;

  GuestException(String guest, String message, Throwable cause) {
    super("guest \"" + guest + "\": " + message, cause);
    this.guest = Objects.requireNonNull(guest, "guest");
  }

  GuestException(String guest, String message) {
    super("guest \"" + guest + "\": " + message);
    this.guest = Objects.requireNonNull(guest, "guest");
  }

  /** The guest's name. */
  public String guest() {
    return guest;
  }
}
