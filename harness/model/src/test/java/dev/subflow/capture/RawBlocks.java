// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes pcapng blocks of whatever kind and byte order, right or wrong. */
final class RawBlocks {
  private final ByteBuffer out = ByteBuffer.allocate(64 << 10);

  RawBlocks order(ByteOrder order) {
    out.order(order);
    return this;
  }

  /** A block with a body, padded. */
  RawBlocks block(int type, ByteBuffer body) {
    int length = body.position();
    int total = 12 + PcapngBlocks.padded(length);
    out.putInt(type).putInt(total).put(body.flip());
    out.put(new byte[total - 12 - length]).putInt(total);
    return this;
  }

  ByteBuffer body() {
    return ByteBuffer.allocate(4096).order(out.order());
  }

  RawBlocks section() {
    return block(
        0x0a0d0d0a, body().putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1));
  }

  /** An interface with a snapshot length of 65535; options as they are. */
  RawBlocks nic(int link, byte[]... options) {
    ByteBuffer body = body().putShort((short) link).putShort((short) 0).putInt(65_535);
    Arrays.stream(options).forEach(body::put);
    return block(1, body);
  }

  /** An option of eight octets at most. */
  byte[] option(int code, int length, long value) {
    ByteBuffer option = body().putShort((short) code).putShort((short) length);
    switch (length) {
      case 1 -> option.put((byte) value);
      case 8 -> option.putLong(value);
      default -> throw new IllegalArgumentException("an option of " + length + " octets");
    }
    byte[] octets = new byte[4 + PcapngBlocks.padded(length)];
    option.get(0, octets);
    return octets;
  }

  RawBlocks enhanced(int nic, long ticks, byte[] frame) {
    return block(
        6,
        body()
            .putInt(nic)
            .putInt((int) (ticks >>> 32))
            .putInt((int) ticks)
            .putInt(frame.length)
            .putInt(frame.length)
            .put(frame));
  }

  RawBlocks old(int nic, long ticks, byte[] frame, int wireLength) {
    return block(
        2,
        body()
            .putShort((short) nic)
            .putShort((short) 7)
            .putInt((int) (ticks >>> 32))
            .putInt((int) ticks)
            .putInt(frame.length)
            .putInt(wireLength)
            .put(frame));
  }

  RawBlocks simple(byte[] frame) {
    return block(3, body().putInt(frame.length).put(frame));
  }

  byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  CaptureFile read() throws IOException {
    return read(bytes());
  }

  static CaptureFile read(byte[] bytes) throws IOException {
    return CaptureFile.read("x.pcapng", new ByteArrayInputStream(bytes));
  }
}
