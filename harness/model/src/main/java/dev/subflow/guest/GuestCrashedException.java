// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/** The kernel under test panicked, oopsed, hung or powered itself off: verdict CRASH. */
public final class GuestCrashedException extends GuestException {
  public GuestCrashedException(String guest, String message) {
    super(guest, message);
  }
}
