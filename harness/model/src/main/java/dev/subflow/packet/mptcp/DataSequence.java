// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;

/**
 * A data sequence number or a data acknowledgement, of 4 or 8 octets on the wire.
 *
 * @param value unsigned; of 4 octets the lower 32 bits, the upper are 0
 * @param octets 4 or 8
 */
public record DataSequence(long value, int octets) {
  public DataSequence {
    if (octets != 4 && octets != 8) {
      throw new IllegalArgumentException("a data sequence number has 4 or 8 octets, not " + octets);
    }
    if (octets == 4) {
      OptionWriter.u32("data sequence number of 4 octets", value);
    }
  }

  /** Of 4 octets; the upper 32 bits are dropped. */
  public static DataSequence ofFour(long value) {
    return new DataSequence(value & 0xffff_ffffL, 4);
  }

  /** Of 8 octets. */
  public static DataSequence ofEight(long value) {
    return new DataSequence(value, 8);
  }

  static DataSequence read(OptionReader in, int octets) {
    return octets == 8 ? ofEight(in.u64()) : ofFour(in.u32());
  }

  void write(ByteBuffer out) {
    if (octets == 8) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }

  /** The unsigned number; one of 4 octets is marked. */
  @Override
  public String toString() {
    return Long.toUnsignedString(value) + (octets == 4 ? "(32)" : "");
  }
}
