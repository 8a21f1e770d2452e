// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.RemoveAddr;

/** Describes packets with REMOVE_ADDR. Immutable. */
public final class RemoveAddrMatcher extends OptionMatcher<RemoveAddrMatcher, RemoveAddr> {
  RemoveAddrMatcher(Spec<RemoveAddr> spec) {
    super(spec);
  }

  @Override
  RemoveAddrMatcher copy(Spec<RemoveAddr> changed) {
    return new RemoveAddrMatcher(changed);
  }

  /** Only those that remove this id, with others or alone. */
  public RemoveAddrMatcher addressId(int id) {
    return having("id=" + id, o -> o.addressIds().contains(id));
  }
}
