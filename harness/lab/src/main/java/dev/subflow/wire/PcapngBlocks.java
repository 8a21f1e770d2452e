// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.InterfaceAddress;
import dev.subflow.topology.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Encodes pcapng blocks into a little-endian buffer that has room for them.
 *
 * <p>Source: draft-ietf-opsawg-pcapng, sections 4.1 (section header), 4.2 (interface description),
 * 4.3 (enhanced packet), 4.6 (interface statistics), 4.7 (systemd journal export).
 */
final class PcapngBlocks {
  static final int SECTION_HEADER = 0x0A0D0D0A;
  static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  static final int INTERFACE = 1;
  static final int STATISTICS = 5;
  static final int PACKET = 6;
  static final int JOURNAL = 9;

  static final int OPT_END = 0;
  static final int OPT_COMMENT = 1;
  static final int SHB_USERAPPL = 4;
  static final int IF_NAME = 2;
  static final int IF_DESCRIPTION = 3;
  static final int IF_IPV4 = 4;
  static final int IF_IPV6 = 5;
  static final int IF_MAC = 6;
  static final int IF_TSRESOL = 9;
  static final int ISB_STARTTIME = 2;
  static final int ISB_ENDTIME = 3;
  static final int ISB_IFRECV = 4;
  static final int ISB_IFDROP = 5;

  private static final int ETHERNET = 1;
  private static final byte NANOSECONDS = 9;

  /** What a packet block adds to the frame, without a comment. */
  static final int PACKET_OVERHEAD = 32;

  /** What a journal block adds to the entry, with the longest padding. */
  static final int JOURNAL_OVERHEAD = 15;

  private PcapngBlocks() {}

  static int padded(int length) {
    return (length + 3) & ~3;
  }

  static void sectionHeader(ByteBuffer out, String application, String comment) {
    int start = begin(out, SECTION_HEADER);
    out.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(out, SHB_USERAPPL, application);
    option(out, OPT_COMMENT, comment);
    endOptions(out);
    end(out, start);
  }

  static void interfaceDescription(ByteBuffer out, CaptureLabels.Interface label) {
    int start = begin(out, INTERFACE);
    out.putShort((short) ETHERNET).putShort((short) 0).putInt(0);
    option(out, IF_NAME, label.name());
    option(out, IF_DESCRIPTION, label.description());
    for (InterfaceAddress address : label.addresses()) {
      address(out, address);
    }
    option(out, IF_MAC, bytes(label.mac()));
    option(out, IF_TSRESOL, new byte[] {NANOSECONDS});
    endOptions(out);
    end(out, start);
  }

  private static void address(ByteBuffer out, InterfaceAddress address) {
    byte[] bytes = address.address().getAddress();
    int prefix = address.prefixLength();
    if (address.isIpv6()) {
      ByteBuffer value = ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) prefix);
      option(out, IF_IPV6, value.array());
    } else {
      int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
      option(out, IF_IPV4, ByteBuffer.allocate(8).put(bytes).putInt(mask).array());
    }
  }

  private static byte[] bytes(MacAddress mac) {
    return HexFormat.ofDelimiter(":").parseHex(mac.text());
  }

  static void packet(
      ByteBuffer out, int port, long nanos, ByteBuffer frames, int frame, int length) {
    int total = PACKET_OVERHEAD + padded(length);
    out.putInt(PACKET).putInt(total).putInt(port);
    timestamp(out, nanos);
    out.putInt(length).putInt(length);
    int at = out.position();
    out.put(at, frames, frame, length).position(at + length);
    // Buffers are reused; the padding must not show what was there before.
    pad(out, length);
    out.putInt(total);
  }

  /** Counts of one interface; the times are those of the capture. */
  static void statistics(
      ByteBuffer out, int port, long from, long to, long received, long dropped, String comment) {
    int start = begin(out, STATISTICS);
    out.putInt(port);
    timestamp(out, to);
    optionHeader(out, ISB_STARTTIME, 8);
    timestamp(out, from);
    optionHeader(out, ISB_ENDTIME, 8);
    timestamp(out, to);
    optionHeader(out, ISB_IFRECV, 8);
    out.putLong(received);
    optionHeader(out, ISB_IFDROP, 8);
    out.putLong(dropped);
    if (!comment.isEmpty()) {
      option(out, OPT_COMMENT, comment);
    }
    endOptions(out);
    end(out, start);
  }

  /** An event as a journal entry, the one kind of record without a frame that tshark lists. */
  static void journal(ByteBuffer out, byte[] entry) {
    int start = begin(out, JOURNAL);
    out.put(entry);
    pad(out, entry.length);
    end(out, start);
  }

  static byte[] journalEntry(long nanos, String message) {
    return ("__REALTIME_TIMESTAMP="
            + nanos / 1000
            + "\nPRIORITY=5\nSYSLOG_IDENTIFIER=subflow\nMESSAGE="
            + message
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void timestamp(ByteBuffer out, long nanos) {
    out.putInt((int) (nanos >>> 32)).putInt((int) nanos);
  }

  private static int begin(ByteBuffer out, int type) {
    int start = out.position();
    out.putInt(type).putInt(0);
    return start;
  }

  private static void end(ByteBuffer out, int start) {
    int total = out.position() + 4 - start;
    out.putInt(start + 4, total).putInt(total);
  }

  private static void option(ByteBuffer out, int code, String text) {
    option(out, code, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void option(ByteBuffer out, int code, byte[] value) {
    optionHeader(out, code, value.length);
    out.put(value);
    pad(out, value.length);
  }

  private static void optionHeader(ByteBuffer out, int code, int length) {
    out.putShort((short) code).putShort((short) length);
  }

  private static void endOptions(ByteBuffer out) {
    optionHeader(out, OPT_END, 0);
  }

  private static void pad(ByteBuffer out, int length) {
    for (int i = length; i < padded(length); i++) {
      out.put((byte) 0);
    }
  }
}
