// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpFastclose;

/** Describes packets with MP_FASTCLOSE. Immutable. */
public final class FastcloseMatcher extends OptionMatcher<FastcloseMatcher, MpFastclose> {
  FastcloseMatcher(Spec<MpFastclose> spec) {
    super(spec);
  }

  @Override
  FastcloseMatcher copy(Spec<MpFastclose> changed) {
    return new FastcloseMatcher(changed);
  }

  /** Only to the host with this key. */
  public FastcloseMatcher receiverKey(long key) {
    return having("peer-key=" + Long.toHexString(key), o -> o.receiverKey() == key);
  }
}
