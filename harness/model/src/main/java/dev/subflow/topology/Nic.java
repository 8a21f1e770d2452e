// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.List;
import java.util.Objects;

/**
 * A network interface of a host: its name in the guest, its MAC, its addresses and the wire it is
 * on.
 */
public record Nic(String name, MacAddress mac, List<InterfaceAddress> addresses, String wire) {
  public Nic {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mac, "mac");
    addresses = List.copyOf(addresses);
    Objects.requireNonNull(wire, "wire");
  }
}
