// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.Arrays;
import java.util.Optional;

/**
 * The header before the network's own, by the numbers that captures give it. Source: the LINKTYPE
 * values of tcpdump.org.
 */
public enum LinkType {
  ETHERNET(1),
  /** None: the frame begins with the IP header. BSDs and single versions have other numbers. */
  RAW_IP(101),
  /** Linux cooked, what {@code tcpdump -i any} writes; LINKTYPE_LINUX_SLL. */
  LINUX_COOKED(113),
  /** Its second form, with the number of the interface; LINKTYPE_LINUX_SLL2. */
  LINUX_COOKED_2(276);

  private final int number;

  LinkType(int number) {
    this.number = number;
  }

  /** The number that captures are written with. */
  public int number() {
    return number;
  }

  /** The type of a number; empty for one that is not read. */
  public static Optional<LinkType> of(int number) {
    return switch (number) {
      case 12, 14, 228, 229 -> Optional.of(RAW_IP);
      default -> Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    };
  }
}
