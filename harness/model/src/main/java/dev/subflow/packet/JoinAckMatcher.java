// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpJoin;

/** Describes the third packets of MP_JOIN. Immutable. */
public final class JoinAckMatcher extends OptionMatcher<JoinAckMatcher, MpJoin.Ack> {
  JoinAckMatcher(Spec<MpJoin.Ack> spec) {
    super(spec);
  }

  @Override
  JoinAckMatcher copy(Spec<MpJoin.Ack> changed) {
    return new JoinAckMatcher(changed);
  }
}
