// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.WritableByteChannel;

/**
 * Frames that wait to be written to one guest: a bounded queue before a socket that may be full.
 *
 * <p>While nothing waits, frames go from the reader's buffer to the socket without a copy. Used by
 * the wire's loop only.
 */
final class Egress {
  /** From here on the queue is full and senders are held. */
  static final int HIGH_BYTES = 128 << 10;

  /** Down to here it must drain before they go on; the gap saves wake-ups. */
  static final int LOW_BYTES = 32 << 10;

  private final SelectionKey key;
  // A run is admitted below HIGH and is at most one ingress buffer long, so it always fits.
  private final ByteBuffer queue = ByteBuffer.allocateDirect(HIGH_BYTES + Ingress.BYTES);

  Egress(SelectionKey key) {
    this.key = key;
    queue.limit(0);
  }

  int queuedBytes() {
    return queue.remaining();
  }

  boolean isFull() {
    return queue.remaining() >= HIGH_BYTES;
  }

  boolean isDrained() {
    return queue.remaining() <= LOW_BYTES;
  }

  /** Takes whole frames; what the socket does not accept at once is queued. */
  void offer(ByteBuffer frames) throws IOException {
    if (!queue.hasRemaining()) {
      ((WritableByteChannel) key.channel()).write(frames);
      if (!frames.hasRemaining()) {
        return;
      }
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
    append(frames);
  }

  private void append(ByteBuffer frames) {
    int start = queue.position();
    int end = queue.limit();
    if (queue.capacity() - end < frames.remaining()) {
      queue.compact();
      end -= start;
      start = 0;
    }
    queue.limit(end + frames.remaining()).position(end);
    queue.put(frames);
    queue.position(start);
  }

  /** Writes what the socket accepts now; returns the number of bytes. */
  int drain() throws IOException {
    int written = ((WritableByteChannel) key.channel()).write(queue);
    if (!queue.hasRemaining()) {
      queue.position(0).limit(0);
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
    return written;
  }
}
