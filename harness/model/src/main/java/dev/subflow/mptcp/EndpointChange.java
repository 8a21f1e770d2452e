// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Locale;

/** Changes that {@code ip mptcp endpoint change} can make. */
public enum EndpointChange {
  BACKUP,
  NOBACKUP,
  FULLMESH,
  NOFULLMESH;

  /** The word that {@code ip mptcp} takes. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
