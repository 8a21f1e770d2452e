// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.IpText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What the hosts of connections were told. */
record Hosts(Map<String, Intent> intents) {
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  /** What was told to the sender of a segment, where it is known and the segment is its own. */
  Optional<Intent> sender(Sight sight) {
    return of(sight.sender(), sight.time()).filter(intent -> isFromHost(sight));
  }

  /** What was told to one host of a connection, where it is known until then. */
  Optional<Intent> of(Party party, Instant seen) {
    return party
        .begin()
        .map(begin -> intents.get(begin.host()))
        .filter(intent -> intent.isKnown(seen));
  }

  /** Whether a segment comes from the host that made it, not from one that forwards it. */
  static boolean isFromHost(Sight sight) {
    String host = Sight.host(sight.host());
    return sight.sender().begin().filter(begin -> begin.host().equals(host)).isPresent();
  }

  /** The address that the kernel compares: IPv4 for one that is mapped to IPv6. */
  static InetAddress plain(InetAddress address) {
    byte[] octets = address.getAddress();
    return address instanceof Inet4Address || !Arrays.equals(octets, 0, 12, MAPPED, 0, 12)
        ? address
        : IpText.of(Arrays.copyOfRange(octets, 12, 16));
  }
}
