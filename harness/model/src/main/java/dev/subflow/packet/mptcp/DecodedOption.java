// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.util.List;
import java.util.Objects;

/**
 * An option as it was read, and what is wrong with it.
 *
 * @param option what could be read; an {@link UnknownOption} where that was nothing
 * @param raw the octets it was read from
 * @param deviations from RFC 8684, each a field and what it has; empty when it conforms
 */
public record DecodedOption(MptcpOption option, Octets raw, List<String> deviations) {
  public DecodedOption {
    Objects.requireNonNull(option, "option");
    Objects.requireNonNull(raw, "raw");
    deviations = List.copyOf(deviations);
  }

  /** Whether the option is as RFC 8684 has it. */
  public boolean conforms() {
    return deviations.isEmpty();
  }

  /** The option, with its deviations in brackets. */
  @Override
  public String toString() {
    return conforms() ? option.toString() : option + " [!" + String.join("; ", deviations) + "]";
  }
}
