// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * A guest that had its time and a machine to run on, and did not get ready: its kernel may be at
 * fault. Verdict INCONCLUSIVE like other losses, but FAIL where booting is what is tested.
 */
public final class GuestNotBootedException extends GuestLostException {
  public GuestNotBootedException(String guest, String message, Throwable cause) {
    super(guest, message, cause);
  }
}
