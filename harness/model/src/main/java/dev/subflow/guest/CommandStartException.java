// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * A program could not be started: it is not in the image, may not be executed, or its working
 * directory or network namespace is missing. The scenario's fault or the image's, never the
 * kernel's.
 */
public final class CommandStartException extends GuestException {
  private final int errno;

  public CommandStartException(String guest, int errno, String message) {
    super(guest, message);
    this.errno = errno;
  }

  /** The guest's errno, such as 2 for ENOENT. */
  public int errno() {
    return errno;
  }
}
