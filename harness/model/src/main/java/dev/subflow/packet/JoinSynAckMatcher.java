// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpJoin;

/** Describes SYN/ACKs with MP_JOIN. Immutable. */
public final class JoinSynAckMatcher extends OptionMatcher<JoinSynAckMatcher, MpJoin.SynAck> {
  JoinSynAckMatcher(Spec<MpJoin.SynAck> spec) {
    super(spec);
  }

  @Override
  JoinSynAckMatcher copy(Spec<MpJoin.SynAck> changed) {
    return new JoinSynAckMatcher(changed);
  }

  /** Only those that make a backup of the subflow. */
  public JoinSynAckMatcher backup() {
    return having("backup", MpJoin.SynAck::backup);
  }

  /** Only those that do not make a backup of the subflow. */
  public JoinSynAckMatcher notBackup() {
    return having("not backup", o -> !o.backup());
  }

  /** Only with this id of the sender's address. */
  public JoinSynAckMatcher addressId(int id) {
    return having("id=" + id, o -> o.addressId() == id);
  }
}
