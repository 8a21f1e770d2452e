// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * MP_TCPRST, which says why a subflow is reset: 4 octets. Source: RFC 8684, section 3.6, figure 15.
 *
 * @param flags U, V, W (8, 4, 2: reserved) and T (1: transient)
 * @param reason 8 bits; {@link #reasonText} says what it means
 */
public record MpTcprst(int flags, int reason) implements MptcpOption {
  static final int SUBTYPE = 8;

  private static final int OCTETS = 4;

  // RFC 8684, section 8.4.
  private static final List<String> REASONS =
      List.of(
          "unspecified error",
          "MPTCP-specific error",
          "lack of resources",
          "administratively prohibited",
          "too much outstanding data",
          "unacceptable performance",
          "middlebox interference");

  public MpTcprst {
    OptionWriter.range("flags", flags, 15);
    OptionWriter.u8("reason", reason);
  }

  /** Flag T: a new subflow to the same address may do better. */
  public boolean isTransient() {
    return (flags & 1) != 0;
  }

  /** Meaning of the reason. */
  public String reasonText() {
    return reason < REASONS.size() ? REASONS.get(reason) : "not assigned";
  }

  static MptcpOption read(OptionReader in) {
    if (in.length() < OCTETS) {
      return in.unreadable("length", in.length() + " where RFC 8684 has 4");
    }
    in.reserved(in.low() >> 1);
    MpTcprst read = new MpTcprst(in.low(), in.u8());
    in.end();
    return read;
  }

  @Override
  public String name() {
    return "MP_TCPRST";
  }

  @Override
  public int length() {
    return OCTETS;
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, flags).put((byte) reason);
  }

  @Override
  public String toString() {
    return name()
        + " reason="
        + reason
        + " ("
        + reasonText()
        + ")"
        + (isTransient() ? " transient" : "");
  }
}
