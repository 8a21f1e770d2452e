// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.LinkType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;

/** Writes a {@link CaptureFile}. */
final class CaptureEncoder {
  private static final int SNAP_LENGTH = 262_144;

  private static final long NANOS = 1_000_000_000;

  private final CaptureFile file;
  private final IdentityHashMap<CaptureInterface, Integer> numbers = new IdentityHashMap<>();

  CaptureEncoder(CaptureFile file) {
    this.file = file;
    file.interfaces().forEach(nic -> numbers.put(nic, numbers.size()));
  }

  private int number(CaptureInterface nic) {
    Integer number = numbers.get(nic);
    if (number == null) {
      throw new IllegalArgumentException("the interface " + nic + " is not one of the file");
    }
    return number;
  }

  void pcapng(OutputStream out) throws IOException {
    ByteBuffer header = buffer(256 + 4 * (file.application().length() + file.comment().length()));
    PcapngBlocks.sectionHeader(header, file.application(), file.comment());
    write(out, header);
    for (CaptureInterface nic : file.interfaces()) {
      ByteBuffer description = buffer(PcapngBlocks.interfaceBytes(nic));
      PcapngBlocks.interfaceDescription(description, nic);
      write(out, description);
    }
    for (CapturedFrame captured : file.frames()) {
      int comment = captured.comment().map(String::length).orElse(0);
      ByteBuffer block = buffer(captured.frame().length() + 128 + 4 * comment);
      PcapngBlocks.packet(
          block,
          number(captured.nic()),
          PcapngBlocks.nanos(captured.time()),
          captured.frame(),
          captured.comment());
      write(out, block);
    }
    for (CaptureFile.Event event : file.events()) {
      byte[] entry = PcapngBlocks.journalEntry(PcapngBlocks.nanos(event.time()), event.message());
      ByteBuffer block = buffer(entry.length + PcapngBlocks.JOURNAL_OVERHEAD);
      PcapngBlocks.journal(block, entry);
      write(out, block);
    }
    statistics(out);
  }

  private void statistics(OutputStream out) throws IOException {
    for (CaptureFile.Statistics counts : file.statistics()) {
      String comment = counts.comment().orElse("");
      ByteBuffer block = buffer(256 + 4 * comment.length());
      PcapngBlocks.statistics(
          block, number(counts.of()), 0, 0, counts.received(), counts.dropped(), comment);
      write(out, block);
    }
  }

  void pcap(OutputStream out) throws IOException {
    Set<Integer> links = new TreeSet<>();
    file.interfaces().forEach(nic -> links.add(nic.linkType()));
    if (links.size() > 1) {
      throw new IllegalArgumentException(
          "classic pcap has one link type, not " + links + "; write pcapng");
    }
    int link = links.isEmpty() ? LinkType.ETHERNET.number() : links.iterator().next();
    write(
        out,
        buffer(24)
            .putInt(PcapReader.MAGIC_NANOS)
            .putShort((short) 2)
            .putShort((short) 4)
            .putLong(0)
            .putInt(SNAP_LENGTH)
            .putInt(link));
    for (CapturedFrame captured : file.frames()) {
      long nanos = PcapngBlocks.nanos(captured.time());
      write(
          out,
          buffer(16 + captured.frame().length())
              .putInt((int) Math.floorDiv(nanos, NANOS))
              .putInt((int) Math.floorMod(nanos, NANOS))
              .putInt(captured.frame().length())
              .putInt(captured.frame().wireLength())
              .put(captured.frame().buffer()));
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(OutputStream out, ByteBuffer written) throws IOException {
    byte[] bytes = new byte[written.position()];
    written.get(0, bytes);
    out.write(bytes);
  }
}
