// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.EnumSet;
import java.util.Set;

/** A control bit of a TCP header. Source: RFC 9293, section 3.1; AE: RFC 9768. */
public enum TcpFlag {
  SYN(0x02),
  FIN(0x01),
  RST(0x04),
  PSH(0x08),
  ACK(0x10),
  URG(0x20),
  ECE(0x40),
  CWR(0x80),
  AE(0x100);

  private final int bit;

  TcpFlag(int bit) {
    this.bit = bit;
  }

  /** Its bit among the twelve that follow the length of the header. */
  public int bit() {
    return bit;
  }

  static int bits(Set<TcpFlag> flags) {
    return flags.stream().mapToInt(TcpFlag::bit).sum();
  }

  static Set<TcpFlag> of(int bits) {
    Set<TcpFlag> set = EnumSet.allOf(TcpFlag.class);
    set.removeIf(flag -> (bits & flag.bit) == 0);
    return set;
  }
}
