// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * A guest whose machine runs, and that no longer does what it is told: its kernel may be at fault.
 * Verdict INCONCLUSIVE like other losses, but CRASH where it had its time and a machine to run on.
 */
public final class GuestUnresponsiveException extends GuestLostException {
  public GuestUnresponsiveException(String guest, String message) {
    super(guest, message);
  }
}
