// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Locale;

/** What {@code ip mptcp endpoint change} can change. */
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
