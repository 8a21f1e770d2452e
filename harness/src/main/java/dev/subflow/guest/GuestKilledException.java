// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/** Somebody, or this machine for want of memory, killed QEMU: no kernel does that to itself. */
public final class GuestKilledException extends GuestLostException {
  public GuestKilledException(String guest, String message) {
    super(guest, message);
  }
}
