// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpPrio;

/** Describes packets with MP_PRIO. Immutable. */
public final class PrioMatcher extends OptionMatcher<PrioMatcher, MpPrio> {
  PrioMatcher(Spec<MpPrio> spec) {
    super(spec);
  }

  @Override
  PrioMatcher copy(Spec<MpPrio> changed) {
    return new PrioMatcher(changed);
  }

  /** Only those that make a backup of the subflow. */
  public PrioMatcher backup() {
    return having("backup", MpPrio::backup);
  }

  /** Only those that make the subflow a regular one again. */
  public PrioMatcher notBackup() {
    return having("not backup", o -> !o.backup());
  }
}
