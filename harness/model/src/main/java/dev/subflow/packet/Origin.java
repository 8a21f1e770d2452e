// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.Octets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells the NICs of a wire by name, and so who sent a frame and who receives it.
 *
 * @param sender name of the NIC that sent the frame; empty to know it by its Ethernet address
 * @param nics Ethernet address → name, such as {@code host/nic}
 */
public record Origin(Optional<String> sender, Map<Octets, String> nics) {
  static final Origin UNKNOWN = new Origin(Optional.empty(), Map.of());

  public Origin {
    Objects.requireNonNull(sender, "sender");
    nics = Map.copyOf(nics);
  }

  Optional<String> nic(Optional<Octets> mac) {
    return mac.map(nics::get);
  }
}
