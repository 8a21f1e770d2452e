// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

/** Matchers that count what another one matches. */
final class Counting {
  private Counting() {}

  /** The matches whose number, counted from 0, is at least the first and below the last. */
  static PacketMatcher range(PacketMatcher of, long from, long to, String name) {
    if (from < 0 || to < 0) {
      throw new IllegalArgumentException(
          "can't match the " + name + ": counts are 0 and more, not " + Math.min(from, to));
    }
    return new NamedMatcher(
        name,
        new PacketMatcher() {
          private long seen;

          @Override
          public boolean matches(Frame frame) {
            if (seen >= to || !of.matches(frame)) {
              return false;
            }
            seen++;
            return seen > from;
          }
        });
  }
}
