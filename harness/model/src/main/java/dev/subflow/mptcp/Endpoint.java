// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An endpoint of the kernel's path manager, as {@code ip mptcp endpoint show} prints it.
 *
 * @param address its address
 * @param port the port it announces
 * @param id its address id
 * @param flags what it is for
 * @param dev NIC its subflows are bound to
 * @param other what this version does not know, such as {@code rawflags}
 */
public record Endpoint(
    String address,
    OptionalInt port,
    int id,
    Set<EndpointFlag> flags,
    Optional<String> dev,
    Map<String, String> other) {
  public Endpoint {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(port, "port");
    flags = FlagSet.copyOf(flags);
    Objects.requireNonNull(dev, "dev");
    other = Map.copyOf(other);
  }

  /** Whether it has just what the specification asks for; an id left open matches any. */
  public boolean matches(EndpointSpec wanted) {
    return IpAddress.same(address, wanted.address())
        && port.equals(wanted.port())
        && (wanted.id().isEmpty() || wanted.id().getAsInt() == id)
        && flags.equals(wanted.flags())
        && dev.equals(wanted.dev());
  }

  /** As {@code ip mptcp endpoint show} prints it. */
  @Override
  public String toString() {
    return address
        + (port.isPresent() ? " port " + port.getAsInt() : "")
        + " id "
        + id
        + FlagSet.text(flags)
        + dev.map(d -> " dev " + d).orElse("")
        + (other.isEmpty() ? "" : " " + other);
  }
}
