// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.util.Arrays;
import java.util.Optional;

/** The kind of an MPTCP option, by the numbers of RFC 8684, section 8. */
public enum MptcpSubtype {
  MP_CAPABLE(MpCapable.SUBTYPE),
  MP_JOIN(JoinForms.SUBTYPE),
  DSS(Dss.SUBTYPE),
  ADD_ADDR(AddAddr.SUBTYPE),
  REMOVE_ADDR(RemoveAddr.SUBTYPE),
  MP_PRIO(MpPrio.SUBTYPE),
  MP_FAIL(MpFail.SUBTYPE),
  MP_FASTCLOSE(MpFastclose.SUBTYPE),
  MP_TCPRST(MpTcprst.SUBTYPE);

  private final int number;

  MptcpSubtype(int number) {
    this.number = number;
  }

  /** The number in the option. */
  public int number() {
    return number;
  }

  /** The subtype of a number; empty for one that is not assigned. */
  public static Optional<MptcpSubtype> of(int number) {
    return Arrays.stream(values()).filter(s -> s.number == number).findFirst();
  }
}
