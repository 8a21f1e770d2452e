// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.Limits;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Assertions on the limits of a host's path manager. */
public final class LimitsAssert extends ModelAssert<LimitsAssert, Limits> {
  LimitsAssert(@Nullable Limits actual) {
    super(actual, LimitsAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** Limit of subflows beside the initial one. */
  public LimitsAssert hasSubflows(int value) {
    return has("limit subflows", value, model().subflows());
  }

  /** Limit of announced addresses accepted. */
  public LimitsAssert hasAddAddrAccepted(int value) {
    return has("limit add_addr_accepted", value, model().addAddrAccepted());
  }

  private LimitsAssert has(String what, int wanted, OptionalInt found) {
    check(what, Integer.toString(wanted), found.isEmpty() ? "absent" : "" + found.getAsInt());
    return this;
  }
}
