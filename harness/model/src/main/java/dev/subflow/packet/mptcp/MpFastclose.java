// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;

/**
 * MP_FASTCLOSE, which ends the whole connection at once: 12 octets. Source: RFC 8684, section 3.5,
 * figure 14.
 *
 * @param receiverKey the key that the peer sent, 64 bits
 */
public record MpFastclose(long receiverKey) implements MptcpOption {
  static final int SUBTYPE = 7;

  private static final int OCTETS = 12;

  static MptcpOption read(OptionReader in) {
    if (in.length() < OCTETS) {
      return in.unreadable("length", in.length() + " where RFC 8684 has 12");
    }
    in.reserved(in.low() << 8 | in.u8());
    MpFastclose read = new MpFastclose(in.u64());
    in.end();
    return read;
  }

  @Override
  public String name() {
    return "MP_FASTCLOSE";
  }

  @Override
  public int length() {
    return OCTETS;
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, 0).put((byte) 0).putLong(receiverKey);
  }

  @Override
  public String toString() {
    return name() + " peer-key=" + OptionWriter.hex64(receiverKey);
  }
}
