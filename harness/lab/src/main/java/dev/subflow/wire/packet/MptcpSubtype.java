// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.util.Arrays;
import java.util.Optional;

/** What an MPTCP option is, by the numbers of RFC 8684, section 8. */
public enum MptcpSubtype {
  MP_CAPABLE(0),
  MP_JOIN(1),
  DSS(2),
  ADD_ADDR(3),
  REMOVE_ADDR(4),
  MP_PRIO(5),
  MP_FAIL(6),
  MP_FASTCLOSE(7),
  MP_TCPRST(8);

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
