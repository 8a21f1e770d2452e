// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * The machine went away for a reason that is not its kernel's (QEMU died, agent lost): verdict
 * INCONCLUSIVE.
 */
public sealed class GuestLostException extends GuestException
    permits GuestNotBootedException, GuestUnresponsiveException {
  public GuestLostException(String guest, String message) {
    super(guest, message);
  }

  public GuestLostException(String guest, String message, Throwable cause) {
    super(guest, message, cause);
  }

  /**
   * A guest that failed at something, and that others kept from running.
   *
   * @param starvation how little of the processors it had, in words
   */
  public static GuestLostException starved(String guest, String starvation, Throwable failure) {
    return new GuestLostException(
        guest,
        "this machine was too busy to judge by ("
            + starvation
            + "); run it again with fewer jobs, or on an idle machine",
        failure);
  }
}
