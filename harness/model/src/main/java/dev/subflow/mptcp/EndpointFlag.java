// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Locale;
import java.util.Optional;

/** Purposes of an endpoint; names are those of {@code ip mptcp}. */
public enum EndpointFlag {
  /** Announce the address to the peer. */
  SIGNAL(0x01),
  /** Open subflows from the address. */
  SUBFLOW(0x02),
  /** Use its subflows only when no other works. */
  BACKUP(0x04),
  /** Open a subflow to each address of the peer. */
  FULLMESH(0x08),
  /** Made by the kernel for an address that a subflow uses; can't be set. */
  IMPLICIT(0x10),
  /** Open subflows from the address as answer to ADD_ADDR; kernel from 6.18. */
  LAMINAR(0x20);

  private final int bit;

  EndpointFlag(int bit) {
    this.bit = bit;
  }

  /** The word that {@code ip mptcp} takes and prints. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its bit in the kernel's interface: {@code MPTCP_PM_ADDR_FLAG_*}. */
  int bit() {
    return bit;
  }

  static Optional<EndpointFlag> of(String text) {
    for (EndpointFlag flag : values()) {
      if (flag.text().equals(text)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return text();
  }
}
