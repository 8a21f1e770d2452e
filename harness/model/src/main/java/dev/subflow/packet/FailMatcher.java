// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpFail;

/** Describes packets with MP_FAIL. Immutable. */
public final class FailMatcher extends OptionMatcher<FailMatcher, MpFail> {
  FailMatcher(Spec<MpFail> spec) {
    super(spec);
  }

  @Override
  FailMatcher copy(Spec<MpFail> changed) {
    return new FailMatcher(changed);
  }

  /** Only of data from this sequence number on, unsigned. */
  public FailMatcher dataSequence(long sequence) {
    return having("seq=" + Long.toUnsignedString(sequence), o -> o.dataSequence() == sequence);
  }
}
