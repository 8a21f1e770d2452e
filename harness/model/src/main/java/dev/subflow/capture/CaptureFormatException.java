// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

/** A file that is no capture, or one of a kind that is not read. */
public final class CaptureFormatException extends java.io.IOException {
  CaptureFormatException(String message) {
    super(message);
  }
}
