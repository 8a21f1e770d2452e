// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route of a host, as {@code ip route add} takes it.
 *
 * @param destination network with prefix length; {@code 0.0.0.0/0} and {@code ::/0} are default
 *     routes
 * @param via gateway, absent for a connected route
 * @param dev interface name
 * @param source preferred source address
 * @param table routing table, absent for {@code main}
 */
public record Route(
    InterfaceAddress destination,
    Optional<InetAddress> via,
    Optional<String> dev,
    Optional<InetAddress> source,
    OptionalInt table) {
  public Route {
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(via, "via");
    Objects.requireNonNull(dev, "dev");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(table, "table");
  }
}
