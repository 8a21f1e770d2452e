// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.tcp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The control bits of a segment. Source: RFC 9293, section 3.1; AE: RFC 9768. */
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

  static Set<TcpFlag> of(int bits) {
    EnumSet<TcpFlag> set = EnumSet.noneOf(TcpFlag.class);
    for (TcpFlag flag : values()) {
      if ((bits & flag.bit) != 0) {
        set.add(flag);
      }
    }
    return Collections.unmodifiableSet(set);
  }
}
