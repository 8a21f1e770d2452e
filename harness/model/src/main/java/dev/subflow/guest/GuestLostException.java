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
}
