// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.mptcp.EndpointSpec;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a command means for the path manager of its host. */
sealed interface Step {
  /** Nothing at all. */
  record Nothing() implements Step {}

  /** Links, addresses or routes become others, so that frames may not leave the host any more. */
  record Rerouting() implements Step {}

  /** Maybe anything. */
  record Anything(String why) implements Step {}

  /** A new endpoint. */
  record Add(EndpointSpec spec, InetAddress address) implements Step {}

  /** An endpoint goes; with ID 0 the address that the first subflow has. */
  record Delete(int id) implements Step {}

  /** An endpoint, named by its ID or its address, has other flags. */
  record Change(OptionalInt id, Optional<InetAddress> address, Optional<Boolean> backup)
      implements Step {}

  /** All endpoints go. */
  record Flush() implements Step {}

  /** Limits are others; those not named stay. */
  record Limit(OptionalInt subflows, OptionalInt accepted) implements Step {}

  /** The endpoints are on standard output. */
  record Show() implements Step {}

  /** Whether it leaves the path manager as it is. */
  default boolean isHarmless() {
    return this instanceof Nothing || this instanceof Show;
  }

  /** Whether all of them leave the path manager as it is. */
  static boolean areHarmless(List<Step> steps) {
    return steps.stream().allMatch(Step::isHarmless);
  }
}
