// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

/**
 * Bad usage or bad input, told in one message that says what, the likely cause and the next step:
 * exit code 2.
 */
public class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
