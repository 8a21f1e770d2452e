// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.audit.Interference;
import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * How frames that a {@link Middlebox} lets out may differ from those that it got.
 *
 * @param kind what may differ
 * @param subtypes of the MPTCP options that it may remove or change; empty for other kinds
 */
public record Alteration(Interference.Kind kind, Set<MptcpSubtype> subtypes) {
  /** Whatever code can do. */
  public static final Alteration ANYTHING = of(Interference.Kind.ANYTHING);

  public Alteration {
    Objects.requireNonNull(kind, "kind");
    subtypes = Set.copyOf(subtypes);
  }

  /** An alteration that leaves MPTCP options alone. */
  public static Alteration of(Interference.Kind kind) {
    return new Alteration(kind, Set.of());
  }

  /** Options of these subtypes are removed or changed. */
  public static Alteration ofOptions(Set<MptcpSubtype> subtypes) {
    return new Alteration(Interference.Kind.OPTIONS, subtypes);
  }

  /** Options of any subtype are removed or changed. */
  public static Alteration ofAllOptions() {
    return ofOptions(EnumSet.allOf(MptcpSubtype.class));
  }
}
