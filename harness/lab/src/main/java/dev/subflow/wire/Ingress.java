// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Frames that one guest has sent and the wire has not yet carried: a buffer of whole frames and the
 * beginning of the next. Used by the wire's loop only.
 */
final class Ingress {
  /** At least two of the largest frames, and all that a socket with default limits holds. */
  static final int BYTES = 160 << 10;

  private final ByteBuffer buffer;
  private final ByteBuffer view;
  private int start;

  Ingress() {
    this(ByteBuffer.allocateDirect(BYTES));
  }

  private Ingress(ByteBuffer buffer) {
    this.buffer = buffer;
    view = buffer.duplicate();
  }

  /** One frame and no room for more. */
  static Ingress of(byte[] frame) {
    Ingress single = new Ingress(ByteBuffer.allocate(Framing.LENGTH_BYTES + frame.length));
    single.append(frame);
    return single;
  }

  /** Reads what is there, up to the free space; -1 at the end of the stream. */
  int fill(ReadableByteChannel channel) throws IOException {
    return channel.read(buffer);
  }

  /** The bytes; only absolute reads between {@link #start} and {@link #end} are allowed. */
  ByteBuffer bytes() {
    return buffer;
  }

  /** Index of the first length field that was not carried. */
  int start() {
    return start;
  }

  /** Index after the last byte read. */
  int end() {
    return buffer.position();
  }

  /** A run of whole frames with their length fields, to be written; valid until the next call. */
  ByteBuffer run(int from, int to) {
    return view.limit(to).position(from);
  }

  /** Whether a frame of any size can be appended. */
  boolean hasRoomForFrame() {
    return buffer.remaining() >= Framing.LENGTH_BYTES + Framing.MAX_FRAME_BYTES;
  }

  /** Adds a whole frame, as if it had been read. */
  void append(byte[] frame) {
    buffer.putInt(frame.length).put(frame);
  }

  boolean isEmpty() {
    return buffer.position() == start;
  }

  /** Number of whole frames that were not carried. */
  int frames() {
    int frames = 0;
    int at = start;
    while (at + Framing.LENGTH_BYTES <= end()
        && at + Framing.LENGTH_BYTES + buffer.getInt(at) <= end()) {
      at += Framing.LENGTH_BYTES + buffer.getInt(at);
      frames++;
    }
    return frames;
  }

  /** Forgets all up to an index and makes room for more. */
  void carriedUpTo(int index) {
    start = index;
    if (start == buffer.position()) {
      buffer.clear();
      start = 0;
    } else if (start > 0) {
      buffer.limit(buffer.position()).position(start);
      buffer.compact();
      start = 0;
    }
  }

  /** Forgets everything. */
  void clear() {
    buffer.clear();
    start = 0;
  }
}
