// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import static dev.subflow.packet.mptcp.OptionWriter.hex32;
import static dev.subflow.packet.mptcp.OptionWriter.hex64;

import java.nio.ByteBuffer;

/**
 * MP_JOIN, which adds a subflow, in the form of the segment that carries it; the length tells
 * which. Source: RFC 8684, section 3.2.
 */
public sealed interface MpJoin extends MptcpOption {
  @Override
  default String name() {
    return "MP_JOIN";
  }

  /**
   * On a SYN: 12 octets, figure 5.
   *
   * @param backup whether the subflow is to be used only when no other works
   * @param addressId of the sender's address, 8 bits
   * @param token of the receiver, which names the connection, 32 bits
   * @param nonce 32 bits
   */
  record Syn(boolean backup, int addressId, long token, long nonce) implements MpJoin {
    public Syn {
      OptionWriter.u8("address id", addressId);
      OptionWriter.u32("token", token);
      OptionWriter.u32("nonce", nonce);
    }

    @Override
    public int length() {
      return 12;
    }

    @Override
    public void write(ByteBuffer out) {
      OptionWriter.begin(out, length(), JoinForms.SUBTYPE, backup ? 1 : 0).put((byte) addressId);
      out.putInt((int) token).putInt((int) nonce);
    }

    @Override
    public String toString() {
      return name()
          + (backup ? " backup" : "")
          + " id="
          + addressId
          + " token="
          + hex32(token)
          + " nonce="
          + hex32(nonce);
    }
  }

  /**
   * On a SYN/ACK: 16 octets, figure 6.
   *
   * @param backup whether the subflow is to be used only when no other works
   * @param addressId of the sender's address, 8 bits
   * @param truncatedHmac leftmost 64 bits of the sender's HMAC
   * @param nonce 32 bits
   */
  record SynAck(boolean backup, int addressId, long truncatedHmac, long nonce) implements MpJoin {
    public SynAck {
      OptionWriter.u8("address id", addressId);
      OptionWriter.u32("nonce", nonce);
    }

    @Override
    public int length() {
      return 16;
    }

    @Override
    public void write(ByteBuffer out) {
      OptionWriter.begin(out, length(), JoinForms.SUBTYPE, backup ? 1 : 0).put((byte) addressId);
      out.putLong(truncatedHmac).putInt((int) nonce);
    }

    @Override
    public String toString() {
      return name()
          + (backup ? " backup" : "")
          + " id="
          + addressId
          + " hmac="
          + hex64(truncatedHmac)
          + " nonce="
          + hex32(nonce);
    }
  }

  /**
   * On the third ACK: 24 octets, figure 7.
   *
   * @param hmac leftmost 160 bits of the sender's HMAC
   */
  record Ack(Octets hmac) implements MpJoin {
    public Ack {
      if (hmac.length() != JoinForms.HMAC_OCTETS) {
        throw new IllegalArgumentException(
            "the HMAC of an MP_JOIN has 20 octets, not " + hmac.length());
      }
    }

    @Override
    public int length() {
      return 4 + JoinForms.HMAC_OCTETS;
    }

    @Override
    public void write(ByteBuffer out) {
      OptionWriter.begin(out, length(), JoinForms.SUBTYPE, 0).put((byte) 0).put(hmac.buffer());
    }

    @Override
    public String toString() {
      return name() + " hmac=" + hmac;
    }
  }
}
