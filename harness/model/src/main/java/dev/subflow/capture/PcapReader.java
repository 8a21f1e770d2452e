// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Frame;
import dev.subflow.packet.LinkType;
import dev.subflow.packet.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads classic pcap. Source: pcap-savefile(5) of libpcap. */
final class PcapReader {
  static final int MAGIC_MICROS = 0xa1b2c3d4;
  static final int MAGIC_NANOS = 0xa1b23c4d;

  private static final int HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 16;
  // The upper bits tell of checksums at the end of frames.
  private static final int LINK_MASK = 0x03ff_ffff;

  private final CaptureInput in;
  private final ByteOrder order;
  private final int nanosPerTick;

  /** Reads on after the first four bytes. */
  PcapReader(CaptureInput in, byte[] magic) {
    this.in = in;
    order = isMagic(magic, ByteOrder.BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    nanosPerTick = ByteBuffer.wrap(magic).order(order).getInt() == MAGIC_NANOS ? 1 : 1000;
  }

  static boolean begins(byte[] magic) {
    return isMagic(magic, ByteOrder.BIG_ENDIAN) || isMagic(magic, ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean isMagic(byte[] magic, ByteOrder order) {
    if (magic.length < 4) {
      return false;
    }
    int number = ByteBuffer.wrap(magic).order(order).getInt();
    return number == MAGIC_MICROS || number == MAGIC_NANOS;
  }

  CaptureFile read() throws IOException {
    byte[] header = in.read(HEADER_BYTES - 4);
    List<CaptureInterface> interfaces = new ArrayList<>();
    List<CapturedFrame> frames = new ArrayList<>();
    if (header.length < HEADER_BYTES - 4) {
      in.cutOff(0);
    } else {
      int number = ByteBuffer.wrap(header).order(order).getInt(16) & LINK_MASK;
      CaptureInterface nic = new CaptureInterface("", "", number, Optional.empty(), List.of());
      interfaces.add(nic);
      frames(nic, frames);
    }
    return new CaptureFile("", "", interfaces, frames, List.of(), List.of(), in.gaps());
  }

  private void frames(CaptureInterface nic, List<CapturedFrame> frames) throws IOException {
    Origin origin = new Origin(Optional.empty(), Map.of());
    while (true) {
      long start = in.position();
      byte[] header = in.read(RECORD_BYTES);
      if (header.length == 0) {
        return;
      }
      if (header.length < RECORD_BYTES) {
        in.cutOff(start);
        return;
      }
      ByteBuffer fields = ByteBuffer.wrap(header).order(order);
      long seconds = Integer.toUnsignedLong(fields.getInt());
      long ticks = Integer.toUnsignedLong(fields.getInt());
      int length = fields.getInt();
      if (length < 0 || length > CaptureInput.MAX_BYTES) {
        in.damaged(start, "can't be " + Integer.toUnsignedString(length) + " bytes long");
        return;
      }
      LinkType link = in.link(nic.linkType());
      byte[] bytes = in.read(length);
      if (bytes.length < length) {
        in.cutOff(start);
        return;
      }
      frames.add(
          new CapturedFrame(
              Instant.ofEpochSecond(seconds, ticks * nanosPerTick),
              nic,
              Frame.captured(link, bytes, fields.getInt(), origin),
              Optional.empty()));
    }
  }
}
