// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * REMOVE_ADDR, which takes announced addresses back: 3 octets and one for each id. Source: RFC
 * 8684, section 3.4.2, figure 13.
 *
 * @param addressIds of 8 bits each, at least one; the option space of TCP has room for 37
 */
public record RemoveAddr(List<Integer> addressIds) implements MptcpOption {
  static final int SUBTYPE = 4;

  private static final int MOST = 37;

  public RemoveAddr {
    addressIds = List.copyOf(addressIds);
    if (addressIds.isEmpty() || addressIds.size() > MOST) {
      throw new IllegalArgumentException(
          "a REMOVE_ADDR has 1 to " + MOST + " address ids, not " + addressIds.size());
    }
    addressIds.forEach(id -> OptionWriter.u8("address id", id));
  }

  static MptcpOption read(OptionReader in) {
    if (in.remaining() < 1) {
      return in.unreadable("length", in.length() + " has no room for an address id; 4 at least");
    }
    if (in.remaining() > MOST) {
      return in.unreadable("length", in.length() + " is more than the 40 octets of TCP options");
    }
    in.reserved(in.low());
    List<Integer> ids = new ArrayList<>();
    while (in.remaining() > 0) {
      ids.add(in.u8());
    }
    return new RemoveAddr(ids);
  }

  @Override
  public String name() {
    return "REMOVE_ADDR";
  }

  @Override
  public int length() {
    return 3 + addressIds.size();
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, 0);
    addressIds.forEach(id -> out.put(id.byteValue()));
  }

  @Override
  public String toString() {
    return name()
        + " id="
        + addressIds.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
