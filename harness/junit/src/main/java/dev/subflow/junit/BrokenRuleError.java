// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

/**
 * A host broke a must of RFC 8684, or did what it was not told, in a test that does not provoke it.
 */
final class BrokenRuleError extends AssertionError {
  private static final long serialVersionUID = 1;

  BrokenRuleError(String message) {
    super(message);
  }
}
