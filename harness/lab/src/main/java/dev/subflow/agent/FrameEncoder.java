// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.nio.ByteBuffer;

/** Turns frames into bytes. Stateless. */
final class FrameEncoder {
  private FrameEncoder() {}

  /** The bytes of a frame, ready to be written. */
  public static ByteBuffer encode(Frame frame) {
    int length = frame.payload().length;
    ByteBuffer out = ByteBuffer.allocate(FrameHeader.SIZE + length);
    byte[] bytes = out.array();
    out.putInt(0, FrameHeader.MAGIC);
    out.put(FrameHeader.TYPE_AT, (byte) frame.type().code());
    out.put(FrameHeader.FLAGS_AT, (byte) (frame.more() ? FrameHeader.FLAG_MORE : 0));
    out.putInt(FrameHeader.ID_AT, frame.id());
    out.putInt(FrameHeader.LENGTH_AT, length);
    out.putShort(FrameHeader.CHECK_AT, FrameHeader.check(bytes, 0));
    System.arraycopy(frame.payload(), 0, bytes, FrameHeader.SIZE, length);
    out.putInt(FrameHeader.CRC_AT, FrameHeader.crc(bytes, 0, length));
    return out;
  }
}
