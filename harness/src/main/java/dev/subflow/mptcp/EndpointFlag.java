// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Locale;
import java.util.Optional;

/** What an endpoint is for; names are those of {@code ip mptcp}. */
public enum EndpointFlag {
  /** Announce the address to the peer. */
  SIGNAL,
  /** Open subflows from the address. */
  SUBFLOW,
  /** Use its subflows only when no other works. */
  BACKUP,
  /** Open a subflow to each address of the peer. */
  FULLMESH,
  /** Made by the kernel for an address that a subflow uses; can't be set. */
  IMPLICIT,
  /** Open subflows from the address as answer to ADD_ADDR; kernel from 6.18. */
  LAMINAR;

  /** The word that {@code ip mptcp} takes and prints. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
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
