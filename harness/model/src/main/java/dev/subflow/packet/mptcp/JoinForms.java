// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

/** Reads whichever form of MP_JOIN the length is that of. */
final class JoinForms {
  static final int SUBTYPE = 1;
  static final int HMAC_OCTETS = 20;

  private JoinForms() {}

  static MptcpOption read(OptionReader in) {
    return switch (in.length()) {
      case 12 -> new MpJoin.Syn(backup(in), in.u8(), in.u32(), in.u32());
      case 16 -> new MpJoin.SynAck(backup(in), in.u8(), in.u64(), in.u32());
      case 24 -> {
        in.reserved(in.low() << 8 | in.u8());
        yield new MpJoin.Ack(in.octets(HMAC_OCTETS));
      }
      default ->
          in.unreadable("length", in.length() + " is none of 12 (SYN), 16 (SYN/ACK) and 24 (ACK)");
    };
  }

  private static boolean backup(OptionReader in) {
    in.reserved(in.low() >> 1);
    return (in.low() & 1) != 0;
  }
}
