// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Immutable sets of endpoint flags in the order {@code ip mptcp} prints them. */
final class FlagSet {
  private FlagSet() {}

  static Set<EndpointFlag> copyOf(Collection<EndpointFlag> flags) {
    EnumSet<EndpointFlag> copy = EnumSet.noneOf(EndpointFlag.class);
    copy.addAll(flags);
    return Collections.unmodifiableSet(copy);
  }

  static String text(Set<EndpointFlag> flags) {
    return flags.stream().map(f -> " " + f.text()).collect(Collectors.joining());
  }
}
