// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Origin;
import dev.subflow.packet.mptcp.Octets;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the blocks of a pcapng file. Source: draft-ietf-opsawg-pcapng, section 4; the old packet is
 * in its appendix.
 */
final class PcapngReader {
  private static final int MIN_BLOCK_BYTES = 12;
  private static final byte[] MAGIC = {0x0a, 0x0d, 0x0d, 0x0a};

  private record Nic(CaptureInterface description, Ticks ticks, int snapLength) {}

  private final CaptureInput in;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private int sections;
  private String application = "";
  private String comment = "";
  private Instant last = Instant.EPOCH;
  private final List<Nic> nics = new ArrayList<>();
  private final Map<Octets, String> names = new HashMap<>();
  private final Map<Integer, Origin> origins = new HashMap<>();
  private final List<CaptureInterface> interfaces = new ArrayList<>();
  private final List<CapturedFrame> frames = new ArrayList<>();
  private final List<CaptureFile.Event> events = new ArrayList<>();
  private final List<CaptureFile.Statistics> statistics = new ArrayList<>();

  /** Reads on after the first four bytes. */
  PcapngReader(CaptureInput in) {
    this.in = in;
  }

  static boolean begins(byte[] magic) {
    return Arrays.equals(magic, MAGIC);
  }

  CaptureFile read() throws IOException {
    byte[] type = MAGIC;
    while (type.length > 0 && block(type)) {
      type = in.read(4);
    }
    return new CaptureFile(application, comment, interfaces, frames, events, statistics, in.gaps());
  }

  /** Reads the block of a type; false where there is nothing to be read behind it. */
  private boolean block(byte[] type) throws IOException {
    long start = in.position() - type.length;
    byte[] length = in.read(4);
    boolean isSection = Arrays.equals(type, MAGIC);
    byte[] magic = isSection ? in.read(4) : new byte[0];
    if (type.length < 4 || length.length < 4 || (isSection && magic.length < 4)) {
      in.cutOff(start);
      return false;
    }
    if (isSection && !turn(magic)) {
      in.damaged(start, "is a section header of no byte order");
      return false;
    }
    int total = number(length);
    int left = total - 8 - magic.length;
    if (total < MIN_BLOCK_BYTES || left < 4 || total % 4 != 0 || total > CaptureInput.MAX_BYTES) {
      in.damaged(start, "can't be " + Integer.toUnsignedString(total) + " bytes long");
      return false;
    }
    byte[] rest = in.read(left);
    if (rest.length < left) {
      in.cutOff(start);
      return false;
    }
    if (number(Arrays.copyOfRange(rest, left - 4, left)) != total) {
      in.damaged(start, "has two different lengths");
      return false;
    }
    content(start, number(type), ByteBuffer.wrap(rest, 0, left - 4).slice().order(order));
    return true;
  }

  private boolean turn(byte[] magic) {
    order = ByteOrder.LITTLE_ENDIAN;
    if (number(magic) != PcapngBlocks.BYTE_ORDER_MAGIC) {
      order = ByteOrder.BIG_ENDIAN;
    }
    return number(magic) == PcapngBlocks.BYTE_ORDER_MAGIC;
  }

  private int number(byte[] octets) {
    return ByteBuffer.wrap(octets).order(order).getInt();
  }

  private void content(long start, int type, ByteBuffer body) throws CaptureFormatException {
    try {
      switch (type) {
        case PcapngBlocks.SECTION_HEADER -> section(body);
        case PcapngBlocks.INTERFACE -> describe(body);
        case PcapngBlocks.PACKET -> enhanced(body);
        case PcapngBlocks.SIMPLE_PACKET -> simple(body);
        case PcapngBlocks.OLD_PACKET -> old(body);
        case PcapngBlocks.STATISTICS -> count(body);
        case PcapngBlocks.JOURNAL -> event(body);
        default -> {}
      }
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException
        | DateTimeException e) {
      in.damaged(start, "contradicts its own lengths, or refers to what is not there");
      if (type == PcapngBlocks.INTERFACE) {
        // Those behind it keep their numbers.
        add(undescribed(body), Ticks.MICROSECONDS, 0);
      }
    }
  }

  private void section(ByteBuffer body) throws CaptureFormatException {
    nics.clear();
    names.clear();
    origins.clear();
    sections++;
    int major = body.getShort() & 0xffff;
    if (major != 1) {
      throw in.refused("is pcapng of version " + major + "; version 1 is read");
    }
    PcapngOptions options = new PcapngOptions(body.position(12));
    if (sections == 1) {
      application = options.text(PcapngBlocks.SHB_USERAPPL).orElse("");
      comment = options.text(PcapngBlocks.OPT_COMMENT).orElse("");
    }
  }

  private void describe(ByteBuffer body) {
    int link = body.getShort() & 0xffff;
    int snapLength = body.getInt(4);
    PcapngOptions options = new PcapngOptions(body.position(8));
    add(
        new CaptureInterface(
            options.text(PcapngBlocks.IF_NAME).orElse(""),
            options.text(PcapngBlocks.IF_DESCRIPTION).orElse(""),
            link,
            options.mac(),
            options.addresses()),
        options.ticks(),
        snapLength);
  }

  private static CaptureInterface undescribed(ByteBuffer body) {
    int link = body.limit() < 2 ? -1 : body.getShort(0) & 0xffff;
    return new CaptureInterface("", "", link, Optional.empty(), List.of());
  }

  private void add(CaptureInterface described, Ticks ticks, int snapLength) {
    nics.add(new Nic(described, ticks, snapLength));
    described.mac().ifPresent(mac -> names.put(mac, described.name()));
    origins.clear();
    interfaces.add(described);
  }

  private void enhanced(ByteBuffer body) throws CaptureFormatException {
    timed(body.getInt(), body);
  }

  private void old(ByteBuffer body) throws CaptureFormatException {
    int number = body.getShort() & 0xffff;
    // How many were dropped before it.
    body.getShort();
    timed(number, body);
  }

  private void timed(int number, ByteBuffer body) throws CaptureFormatException {
    long high = body.getInt();
    long low = body.getInt() & 0xffff_ffffL;
    last = nics.get(number).ticks().time(high << 32 | low);
    long length = Integer.toUnsignedLong(body.getInt());
    int wireLength = body.getInt();
    packet(number, body, length, wireLength);
  }

  /** A packet without a time, of the first interface. */
  private void simple(ByteBuffer body) throws CaptureFormatException {
    int snapLength = nics.get(0).snapLength();
    int wireLength = body.getInt();
    long most = snapLength == 0 ? Long.MAX_VALUE : Integer.toUnsignedLong(snapLength);
    packet(0, body, Math.min(Integer.toUnsignedLong(wireLength), most), wireLength);
  }

  private void packet(int number, ByteBuffer body, long length, int wireLength)
      throws CaptureFormatException {
    if (length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    body.get(bytes);
    int padding = Math.min(body.remaining(), PcapngBlocks.padded(bytes.length) - bytes.length);
    PcapngOptions options = new PcapngOptions(body.position(body.position() + padding));
    CaptureInterface nic = nics.get(number).description();
    frames.add(
        new CapturedFrame(
            last,
            nic,
            Frame.captured(in.link(nic.linkType()), bytes, wireLength, origin(number, nic.name())),
            options.text(PcapngBlocks.OPT_COMMENT)));
  }

  private Origin origin(int number, String name) {
    return origins.computeIfAbsent(
        number, n -> new Origin(Optional.of(name).filter(s -> !s.isEmpty()), names));
  }

  private void count(ByteBuffer body) {
    CaptureInterface nic = nics.get(body.getInt()).description();
    PcapngOptions options = new PcapngOptions(body.position(12));
    statistics.add(
        new CaptureFile.Statistics(
            nic,
            options.number(PcapngBlocks.ISB_IFRECV),
            options.number(PcapngBlocks.ISB_IFDROP),
            options.text(PcapngBlocks.OPT_COMMENT)));
  }

  private void event(ByteBuffer body) {
    long micros = 0;
    String message = "";
    for (String line : StandardCharsets.UTF_8.decode(body).toString().split("\n", -1)) {
      if (line.startsWith("__REALTIME_TIMESTAMP=")) {
        micros = Long.parseLong(line.substring(line.indexOf('=') + 1));
      } else if (line.startsWith("MESSAGE=")) {
        message = line.substring(line.indexOf('=') + 1);
      }
    }
    events.add(new CaptureFile.Event(Ticks.MICROSECONDS.time(micros), message));
  }
}
