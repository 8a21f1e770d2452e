// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * A guest file could not be read or written; the message carries the path and the guest's words.
 */
public final class GuestFileException extends GuestException {
  private final int errno;

  /** A fault that the harness found, such as a file that is too large. */
  public GuestFileException(String guest, String message) {
    this(guest, 0, message);
  }

  public GuestFileException(String guest, int errno, String message) {
    super(guest, message);
    this.errno = errno;
  }

  /** The guest's errno, such as 2 for ENOENT; 0 when the harness found the fault. */
  public int errno() {
    return errno;
  }
}
