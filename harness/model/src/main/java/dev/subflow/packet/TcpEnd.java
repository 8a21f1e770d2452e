// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.IpText;
import java.net.InetAddress;
import java.util.Objects;

/** An address and a port. */
public record TcpEnd(InetAddress address, int port) {
  public TcpEnd {
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
  }

  /** Such as {@code 10.0.1.1:80} or {@code [fd00:1::1]:80}. */
  @Override
  public String toString() {
    return IpText.format(address, port);
  }
}
