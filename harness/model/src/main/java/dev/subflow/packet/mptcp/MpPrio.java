// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;

/**
 * MP_PRIO, which changes the priority of the subflow it is sent on: 3 octets. Source: RFC 8684,
 * section 3.3.8, figure 11.
 *
 * @param backup whether the subflow is to be used only when no other works
 */
public record MpPrio(boolean backup) implements MptcpOption {
  static final int SUBTYPE = 5;

  private static final int OCTETS = 3;

  static MptcpOption read(OptionReader in) {
    in.reserved(in.low() >> 1);
    if (in.length() != OCTETS) {
      in.deviates("length", in.length() + " where RFC 8684 has 3; 4 is the form of RFC 6824");
    }
    return new MpPrio((in.low() & 1) != 0);
  }

  @Override
  public String name() {
    return "MP_PRIO";
  }

  @Override
  public int length() {
    return OCTETS;
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, backup ? 1 : 0);
  }

  @Override
  public String toString() {
    return name() + (backup ? " backup" : " regular");
  }
}
