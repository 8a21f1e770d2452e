// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;

/**
 * MP_FAIL, which tells of data with a wrong checksum: 12 octets. Source: RFC 8684, section 3.7,
 * figure 16.
 *
 * @param dataSequence of the first octet of the mapping that failed, 64 bits
 */
public record MpFail(long dataSequence) implements MptcpOption {
  static final int SUBTYPE = 6;

  private static final int OCTETS = 12;

  static MptcpOption read(OptionReader in) {
    if (in.length() < OCTETS) {
      return in.unreadable("length", in.length() + " where RFC 8684 has 12");
    }
    in.reserved(in.low() << 8 | in.u8());
    MpFail read = new MpFail(in.u64());
    in.end();
    return read;
  }

  @Override
  public String name() {
    return "MP_FAIL";
  }

  @Override
  public int length() {
    return OCTETS;
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, 0).put((byte) 0).putLong(dataSequence);
  }

  @Override
  public String toString() {
    return name() + " seq=" + Long.toUnsignedString(dataSequence);
  }
}
