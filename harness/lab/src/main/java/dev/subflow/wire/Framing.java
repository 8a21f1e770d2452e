// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.wire.packet.Packet;

/** How QEMU's stream sockets mark frames: a 4-byte big-endian length, then the frame. */
final class Framing {
  static final int LENGTH_BYTES = 4;

  static final int MAX_FRAME_BYTES = Packet.MAX_BYTES;

  static final int ETHERNET_HEADER_BYTES = 14;

  private Framing() {}

  static boolean isPlausible(int length) {
    return length > 0 && length <= MAX_FRAME_BYTES;
  }
}
