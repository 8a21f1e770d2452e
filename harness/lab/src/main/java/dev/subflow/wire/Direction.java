// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.util.Objects;
import java.util.Optional;

/**
 * One way on a wire: what a host's NICs send, or what is on its way to them.
 *
 * <p>On a link, {@code from("client")} and {@code to("server")} are the same. On a segment what is
 * sent passes the sender's {@code from}, then the switch, then the receiver's {@code to}.
 *
 * @param way which of the two
 * @param host name of a host with a NIC on the wire
 * @param nic one NIC of it; absent for all it has on the wire
 */
public record Direction(Way way, String host, Optional<String> nic) {
  /** Whether frames come from the host or go to it. */
  public enum Way {
    FROM,
    TO
  }

  public Direction {
    Objects.requireNonNull(way, "way");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(nic, "nic");
  }

  /** Frames that a host sends. */
  public static Direction from(String host) {
    return new Direction(Way.FROM, host, Optional.empty());
  }

  /** Frames that a NIC sends. */
  public static Direction from(String host, String nic) {
    return new Direction(Way.FROM, host, Optional.of(nic));
  }

  /** Frames on their way to a host. */
  public static Direction to(String host) {
    return new Direction(Way.TO, host, Optional.empty());
  }

  /** Frames on their way to a NIC. */
  public static Direction to(String host, String nic) {
    return new Direction(Way.TO, host, Optional.of(nic));
  }

  /** Such as {@code from client/eth1}. */
  @Override
  public String toString() {
    return (way == Way.FROM ? "from " : "to ") + host + nic.map(n -> "/" + n).orElse("");
  }
}
