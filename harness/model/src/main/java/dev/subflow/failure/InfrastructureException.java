// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

/**
 * The harness or the machine failed, not the kernel under test: verdict INCONCLUSIVE, exit code 3.
 */
public final class InfrastructureException extends RuntimeException {
  public InfrastructureException(String message) {
    super(message);
  }

  public InfrastructureException(String message, Throwable cause) {
    super(message, cause);
  }
}
