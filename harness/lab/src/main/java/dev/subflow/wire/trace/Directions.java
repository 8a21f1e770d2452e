// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import dev.subflow.wire.PcapngFile;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows the NICs of a capture by their Ethernet addresses, and so who receives a frame. */
final class Directions {
  private static final int MAC_OCTETS = 6;

  private final Map<Long, String> names = new HashMap<>();

  Directions(List<PcapngFile.Interface> nics) {
    for (PcapngFile.Interface nic : nics) {
      nic.mac()
          .ifPresent(mac -> names.put(Long.parseLong(mac.text().replace(":", ""), 16), nic.name()));
    }
  }

  /** The NIC that a frame is addressed to; empty for groups and for NICs that are not here. */
  Optional<String> receiver(PcapngFile.Frame frame) {
    ByteBuffer bytes = frame.bytes();
    if (bytes.remaining() < MAC_OCTETS) {
      return Optional.empty();
    }
    long high = bytes.getInt() & 0xffff_ffffL;
    long low = bytes.getShort() & 0xffffL;
    return Optional.ofNullable(names.get(high << 16 | low));
  }
}
