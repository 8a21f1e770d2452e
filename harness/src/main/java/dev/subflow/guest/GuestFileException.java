// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * A guest file could not be read or written; the message carries the path and the guest's errno.
 */
public final class GuestFileException extends GuestException {
  public GuestFileException(String guest, String message) {
    super(guest, message);
  }
}
