// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import dev.subflow.topology.InterfaceAddress;
import java.net.InetAddress;

/** Addresses from text, without ever looking up a name. */
public final class Addresses {
  private Addresses() {}

  /**
   * Reads an address such as {@code 10.0.1.1} or {@code fd00:1::1}.
   *
   * @throws IllegalArgumentException when the text is no IPv4 or IPv6 address
   */
  public static InetAddress parse(String text) {
    try {
      return InterfaceAddress.parse(text + "/0").address();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address; write it as 10.0.1.1 or fd00:1::1", e);
    }
  }
}
