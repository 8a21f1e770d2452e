// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.mptcp.Octets;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A NIC that frames of a capture were seen on.
 *
 * @param name {@code host/nic} in captures of wires; empty when the capture does not say
 * @param description empty when absent
 * @param linkType number of the header that its frames begin with; {@link
 *     dev.subflow.packet.LinkType} has those that are read
 * @param mac its Ethernet address
 * @param addresses of the network
 */
public record CaptureInterface(
    String name, String description, int linkType, Optional<Octets> mac, List<Address> addresses) {
  public CaptureInterface {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(mac, "mac");
    addresses = List.copyOf(addresses);
  }

  /** An address with the length of its prefix. */
  public record Address(InetAddress address, int prefixLength) {
    public Address {
      Objects.requireNonNull(address, "address");
    }
  }
}
