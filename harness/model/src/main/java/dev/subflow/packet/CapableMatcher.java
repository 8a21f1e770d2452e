// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpCapable.Flag;
import java.util.OptionalLong;

/** Describes packets with MP_CAPABLE. Immutable. */
public final class CapableMatcher extends OptionMatcher<CapableMatcher, MpCapable> {
  CapableMatcher(Spec<MpCapable> spec) {
    super(spec);
  }

  @Override
  CapableMatcher copy(Spec<MpCapable> changed) {
    return new CapableMatcher(changed);
  }

  /** Only of a version. */
  public CapableMatcher version(int version) {
    return having("v" + version, o -> o.version() == version);
  }

  /** Only with a flag set, whatever the others. */
  public CapableMatcher flag(Flag flag) {
    return having("flag " + flag, o -> o.flags().contains(flag));
  }

  /** Only with a flag not set. */
  public CapableMatcher withoutFlag(Flag flag) {
    return having("without flag " + flag, o -> !o.flags().contains(flag));
  }

  /** Only from the host with this key. */
  public CapableMatcher key(long key) {
    return having("key=" + Long.toHexString(key), o -> o.senderKey().equals(OptionalLong.of(key)));
  }

  /** Only those that map data, with a checksum or without. */
  public CapableMatcher withData() {
    return having("with data length", o -> o.dataLength().isPresent());
  }
}
