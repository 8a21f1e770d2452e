// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;

/** Frames on QEMU's stream sockets: a 4-byte big-endian length, then the frame. */
final class Framing {
  static final int LENGTH_BYTES = 4;

  /** The largest frame a wire carries: the largest MTU of Linux with Ethernet and VLAN headers. */
  static final int MAX_FRAME_BYTES = 65_535 + 14 + 4;

  static final int ETHERNET_HEADER_BYTES = 14;

  private Framing() {}

  static boolean isPlausible(int length) {
    return length > 0 && length <= MAX_FRAME_BYTES;
  }

  /** Refuses a frame that a middlebox has made and no wire can carry. */
  static void require(Frame frame) {
    if (!isPlausible(frame.length())) {
      throw new IllegalArgumentException(
          "a frame of "
              + frame.length()
              + " bytes can't cross a wire; 1 to "
              + MAX_FRAME_BYTES
              + " are possible");
    }
  }
}
