// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.MacAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the blocks of a {@link PcapngFile}, of either byte order. */
final class PcapngParser {
  private static final int MICROSECONDS = 6;
  private static final int MIN_BLOCK_BYTES = 12;

  private final String file;
  private final ByteBuffer bytes;
  private String application = "";
  private String comment = "";
  private final List<PcapngFile.Interface> interfaces = new ArrayList<>();
  private final List<BigInteger> ticksPerSecond = new ArrayList<>();
  private final List<PcapngFile.Frame> frames = new ArrayList<>();
  private final List<PcapngFile.Event> events = new ArrayList<>();
  private final List<PcapngFile.Statistics> statistics = new ArrayList<>();

  PcapngParser(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  PcapngFile parse() throws IOException {
    if (bytes.remaining() < 28 || bytes.getInt(0) != PcapngBlocks.SECTION_HEADER) {
      throw new IOException(file + " does not begin with a pcapng section header");
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(8) != PcapngBlocks.BYTE_ORDER_MAGIC) {
      bytes.order(ByteOrder.BIG_ENDIAN);
    }
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      int length = bytes.remaining() < MIN_BLOCK_BYTES ? 0 : bytes.getInt(at + 4);
      if (length < MIN_BLOCK_BYTES
          || length % 4 != 0
          || length > bytes.remaining()
          || bytes.getInt(at + length - 4) != length) {
        throw broken("the block at byte " + at + " is cut off or damaged");
      }
      ByteBuffer body = bytes.slice(at + 8, length - MIN_BLOCK_BYTES).order(bytes.order());
      try {
        block(bytes.getInt(at), body);
      } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw broken("the block at byte " + at + " contradicts its own lengths");
      }
      bytes.position(at + length);
    }
    return new PcapngFile(application, comment, interfaces, frames, events, statistics);
  }

  private IOException broken(String what) {
    return new IOException(file + " is not a whole pcapng file: " + what);
  }

  private void block(int type, ByteBuffer body) {
    switch (type) {
      case PcapngBlocks.SECTION_HEADER -> section(body);
      case PcapngBlocks.INTERFACE -> describe(body);
      case PcapngBlocks.PACKET -> packet(body);
      case PcapngBlocks.STATISTICS -> count(body);
      case PcapngBlocks.JOURNAL -> event(body);
      default -> {}
    }
  }

  private void section(ByteBuffer body) {
    Map<Integer, ByteBuffer> options = options(body.position(16));
    application = text(options, PcapngBlocks.SHB_USERAPPL).orElse("");
    comment = text(options, PcapngBlocks.OPT_COMMENT).orElse("");
  }

  private void describe(ByteBuffer body) {
    Map<Integer, ByteBuffer> options = options(body.position(8));
    ByteBuffer resolution = options.get(PcapngBlocks.IF_TSRESOL);
    int exponent = resolution == null ? MICROSECONDS : resolution.get(0);
    // The highest bit says that the exponent is of 2, not of 10.
    ticksPerSecond.add(
        exponent < 0 ? BigInteger.TWO.pow(exponent & 0x7f) : BigInteger.TEN.pow(exponent));
    interfaces.add(
        new PcapngFile.Interface(
            text(options, PcapngBlocks.IF_NAME).orElse(""),
            text(options, PcapngBlocks.IF_DESCRIPTION).orElse(""),
            mac(options)));
  }

  private void packet(ByteBuffer body) {
    int number = body.getInt();
    Instant time = time(number, body);
    int length = body.getInt();
    body.getInt();
    ByteBuffer frame = body.slice(body.position(), length);
    Map<Integer, ByteBuffer> options =
        options(body.position(body.position() + PcapngBlocks.padded(length)));
    frames.add(
        new PcapngFile.Frame(
            time, interfaces.get(number).name(), frame, text(options, PcapngBlocks.OPT_COMMENT)));
  }

  private void count(ByteBuffer body) {
    int number = body.getInt();
    Map<Integer, ByteBuffer> options = options(body.position(12));
    statistics.add(
        new PcapngFile.Statistics(
            interfaces.get(number).name(),
            number(options, PcapngBlocks.ISB_IFRECV),
            number(options, PcapngBlocks.ISB_IFDROP),
            text(options, PcapngBlocks.OPT_COMMENT)));
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
    events.add(
        new PcapngFile.Event(
            Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000), message));
  }

  private Instant time(int number, ByteBuffer body) {
    long high = body.getInt();
    long ticks = high << 32 | (body.getInt() & 0xffff_ffffL);
    BigInteger[] seconds =
        new BigInteger(Long.toUnsignedString(ticks)).divideAndRemainder(ticksPerSecond.get(number));
    BigInteger nanos =
        seconds[1].multiply(BigInteger.TEN.pow(9)).divide(ticksPerSecond.get(number));
    return Instant.ofEpochSecond(seconds[0].longValueExact(), nanos.longValueExact());
  }

  private static Map<Integer, ByteBuffer> options(ByteBuffer body) {
    Map<Integer, ByteBuffer> options = new LinkedHashMap<>();
    while (body.remaining() >= 4) {
      int code = body.getShort() & 0xffff;
      int length = body.getShort() & 0xffff;
      if (code == PcapngBlocks.OPT_END) {
        break;
      }
      options.putIfAbsent(code, body.slice(body.position(), length).order(body.order()));
      body.position(body.position() + PcapngBlocks.padded(length));
    }
    return options;
  }

  private static Optional<String> text(Map<Integer, ByteBuffer> options, int code) {
    return Optional.ofNullable(options.get(code))
        .map(value -> StandardCharsets.UTF_8.decode(value.duplicate()).toString());
  }

  private static Optional<MacAddress> mac(Map<Integer, ByteBuffer> options) {
    return Optional.ofNullable(options.get(PcapngBlocks.IF_MAC))
        .filter(value -> value.remaining() == 6)
        .map(
            value -> {
              byte[] octets = new byte[6];
              value.get(0, octets);
              return new MacAddress(HexFormat.ofDelimiter(":").formatHex(octets));
            });
  }

  private static OptionalLong number(Map<Integer, ByteBuffer> options, int code) {
    ByteBuffer value = options.get(code);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value.getLong(0));
  }
}
