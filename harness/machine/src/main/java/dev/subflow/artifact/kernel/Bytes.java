// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.nio.charset.StandardCharsets;

/** Searches bytes. */
final class Bytes {
  private Bytes() {}

  /** Index of the first occurrence of an ASCII text at or after a position, or -1. */
  static int indexOf(byte[] data, String ascii, int from) {
    byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
    for (int at = from; at <= data.length - wanted.length; at++) {
      int matched = 0;
      while (matched < wanted.length && data[at + matched] == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
