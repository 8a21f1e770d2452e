// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

/** Messages of kernels and programs without what differs by itself: times, addresses, numbers. */
final class MessageWords {
  private MessageWords() {}

  /** [ 1.234567] x: 0xffff8880028a1000, 17 ms → x: ADDRESS, N ms. */
  static String of(String line) {
    return line.replaceAll("^\\[[^\\]]*\\]\\s*", "")
        .replaceAll("(?i)\\b(0x)?[0-9a-f]{8,}\\b", "ADDRESS")
        .replaceAll("\\d+", "N")
        .strip();
  }
}
