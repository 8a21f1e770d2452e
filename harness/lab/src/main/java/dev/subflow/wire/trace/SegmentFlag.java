// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The control bits of a segment. Source: RFC 9293, section 3.1; AE: RFC 9768. */
public enum SegmentFlag {
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

  SegmentFlag(int bit) {
    this.bit = bit;
  }

  static int bits(Set<SegmentFlag> flags) {
    return flags.stream().mapToInt(f -> f.bit).sum();
  }

  static Set<SegmentFlag> of(int bits) {
    EnumSet<SegmentFlag> set = EnumSet.noneOf(SegmentFlag.class);
    for (SegmentFlag flag : values()) {
      if ((bits & flag.bit) != 0) {
        set.add(flag);
      }
    }
    return Collections.unmodifiableSet(set);
  }
}
