// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

/** A frame that claims to carry TCP and can't be read as such. */
final class UnreadableFrameException extends java.io.IOException {
  UnreadableFrameException(String message) {
    super(message);
  }
}
