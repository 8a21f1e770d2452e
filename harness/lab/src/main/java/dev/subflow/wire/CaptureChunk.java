// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Whole pcapng blocks on their way to a file; owned by one thread at a time. */
final class CaptureChunk {
  static final int BYTES = 256 << 10;

  private final ByteBuffer blocks = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final int[] frames;

  CaptureChunk(int ports) {
    frames = new int[ports];
  }

  ByteBuffer blocks() {
    return blocks;
  }

  void count(int port) {
    frames[port]++;
  }

  int frames(int port) {
    return frames[port];
  }

  void clear() {
    blocks.clear();
    Arrays.fill(frames, 0);
  }
}
