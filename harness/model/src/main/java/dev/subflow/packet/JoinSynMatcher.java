// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpJoin;

/** Describes SYNs with MP_JOIN. Immutable. */
public final class JoinSynMatcher extends OptionMatcher<JoinSynMatcher, MpJoin.Syn> {
  JoinSynMatcher(Spec<MpJoin.Syn> spec) {
    super(spec);
  }

  @Override
  JoinSynMatcher copy(Spec<MpJoin.Syn> changed) {
    return new JoinSynMatcher(changed);
  }

  /** Only those that ask for a backup. */
  public JoinSynMatcher backup() {
    return having("backup", MpJoin.Syn::backup);
  }

  /** Only those that do not ask for a backup. */
  public JoinSynMatcher notBackup() {
    return having("not backup", o -> !o.backup());
  }

  /** Only with this id of the sender's address. */
  public JoinSynMatcher addressId(int id) {
    return having("id=" + id, o -> o.addressId() == id);
  }

  /** Only to the connection with this token, unsigned. */
  public JoinSynMatcher token(long token) {
    return having("token=" + Long.toHexString(token), o -> o.token() == token);
  }
}
