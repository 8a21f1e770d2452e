// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Encodes pcapng blocks into a little-endian buffer that has room for them.
 *
 * <p>Source: draft-ietf-opsawg-pcapng, sections 4.1 (section header), 4.2 (interface description),
 * 4.3 (enhanced packet), 4.6 (interface statistics), 4.7 (systemd journal export).
 */
public final class PcapngBlocks {
  static final int SECTION_HEADER = 0x0A0D0D0A;
  static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  static final int INTERFACE = 1;
  static final int OLD_PACKET = 2;
  static final int SIMPLE_PACKET = 3;
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
  static final int IF_TSOFFSET = 14;
  static final int ISB_STARTTIME = 2;
  static final int ISB_ENDTIME = 3;
  static final int ISB_IFRECV = 4;
  static final int ISB_IFDROP = 5;

  private static final byte NANOSECONDS = 9;

  /** Bytes that a packet block adds to the frame, without a comment. */
  public static final int PACKET_OVERHEAD = 32;

  /** Bytes that a journal block adds to the entry, with the longest padding. */
  public static final int JOURNAL_OVERHEAD = 15;

  private PcapngBlocks() {}

  /** The bytes that so many take with their padding. */
  public static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** Begins a section. */
  public static void sectionHeader(ByteBuffer out, String application, String comment) {
    int start = begin(out, SECTION_HEADER);
    out.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(out, SHB_USERAPPL, application);
    option(out, OPT_COMMENT, comment);
    endOptions(out);
    end(out, start);
  }

  /** Describes the next interface of the section, whose times are nanoseconds. */
  public static void interfaceDescription(ByteBuffer out, CaptureInterface nic) {
    int start = begin(out, INTERFACE);
    out.putShort((short) nic.linkType()).putShort((short) 0).putInt(0);
    option(out, IF_NAME, nic.name());
    option(out, IF_DESCRIPTION, nic.description());
    nic.addresses().forEach(address -> address(out, address));
    nic.mac().ifPresent(mac -> option(out, IF_MAC, mac.toArray()));
    option(out, IF_TSRESOL, new byte[] {NANOSECONDS});
    endOptions(out);
    end(out, start);
  }

  /** Bytes of a description at most. */
  public static int interfaceBytes(CaptureInterface nic) {
    return 128
        + 4 * (nic.name().length() + nic.description().length())
        + 32 * nic.addresses().size();
  }

  private static void address(ByteBuffer out, CaptureInterface.Address address) {
    byte[] octets = address.address().getAddress();
    int prefix = address.prefixLength();
    if (octets.length == 4) {
      int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
      option(out, IF_IPV4, ByteBuffer.allocate(8).put(octets).putInt(mask).array());
    } else {
      ByteBuffer value = ByteBuffer.allocate(octets.length + 1).put(octets).put((byte) prefix);
      option(out, IF_IPV6, value.array());
    }
  }

  /** A frame that is part of a buffer, on an interface of the section. */
  public static void packet(
      ByteBuffer out, int nic, long nanos, ByteBuffer frames, int frame, int length) {
    int total = PACKET_OVERHEAD + padded(length);
    out.putInt(PACKET).putInt(total).putInt(nic);
    timestamp(out, nanos);
    out.putInt(length).putInt(length);
    int at = out.position();
    out.put(at, frames, frame, length).position(at + length);
    // Buffers are reused; the padding must not show what was there before.
    pad(out, length);
    out.putInt(total);
  }

  static void packet(ByteBuffer out, int nic, long nanos, Frame frame, Optional<String> comment) {
    int start = begin(out, PACKET);
    out.putInt(nic);
    timestamp(out, nanos);
    out.putInt(frame.length()).putInt(frame.wireLength()).put(frame.buffer());
    pad(out, frame.length());
    if (comment.isPresent()) {
      option(out, OPT_COMMENT, comment.get());
      endOptions(out);
    }
    end(out, start);
  }

  /** Counts of one interface; the times are those of the capture. */
  public static void statistics(
      ByteBuffer out, int nic, long from, long to, long received, long dropped, String comment) {
    statistics(out, nic, from, to, OptionalLong.of(received), OptionalLong.of(dropped), comment);
  }

  static void statistics(
      ByteBuffer out,
      int nic,
      long from,
      long to,
      OptionalLong received,
      OptionalLong dropped,
      String comment) {
    int start = begin(out, STATISTICS);
    out.putInt(nic);
    timestamp(out, to);
    optionHeader(out, ISB_STARTTIME, 8);
    timestamp(out, from);
    optionHeader(out, ISB_ENDTIME, 8);
    timestamp(out, to);
    count(out, ISB_IFRECV, received);
    count(out, ISB_IFDROP, dropped);
    if (!comment.isEmpty()) {
      option(out, OPT_COMMENT, comment);
    }
    endOptions(out);
    end(out, start);
  }

  private static void count(ByteBuffer out, int code, OptionalLong count) {
    if (count.isPresent()) {
      optionHeader(out, code, 8);
      out.putLong(count.getAsLong());
    }
  }

  /** An event as a journal entry, the one kind of record without a frame that tshark lists. */
  public static void journal(ByteBuffer out, byte[] entry) {
    int start = begin(out, JOURNAL);
    out.put(entry);
    pad(out, entry.length);
    end(out, start);
  }

  /** The entry that tells of an event. */
  public static byte[] journalEntry(long nanos, String message) {
    return ("__REALTIME_TIMESTAMP="
            + nanos / 1000
            + "\nPRIORITY=5\nSYSLOG_IDENTIFIER=subflow\nMESSAGE="
            + message
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Nanoseconds since 1970, as the times of blocks have them. */
  static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
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
