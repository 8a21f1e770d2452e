// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.nio.ByteBuffer;

/** The checksum of a mapping. Source: RFC 8684, section 3.3.1, figure 10, and RFC 1071. */
final class DssChecksum {
  private DssChecksum() {}

  /**
   * Adds it up.
   *
   * @param dataSequence of 64 bits, whatever was sent
   * @param subflowSequence relative, 32 bits
   * @param length as in the option
   */
  static int of(long dataSequence, long subflowSequence, int length, ByteBuffer payload) {
    int bytes = payload.remaining();
    ByteBuffer all = ByteBuffer.allocate(16 + bytes + bytes % 2);
    all.putLong(dataSequence).putInt((int) subflowSequence).putShort((short) length);
    all.putShort((short) 0).put(payload.duplicate()).rewind();
    long sum = 0;
    while (all.remaining() > 1) {
      sum += all.getShort() & 0xffff;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) (~sum & 0xffff);
  }

  /** Whether two are the same: 0 has two forms. */
  static boolean same(int one, int other) {
    return one % 0xffff == other % 0xffff;
  }
}
