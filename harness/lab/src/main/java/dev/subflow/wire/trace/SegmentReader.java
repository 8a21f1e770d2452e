// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import dev.subflow.wire.PcapngFile;
import dev.subflow.wire.mptcp.DecodedOption;
import dev.subflow.wire.mptcp.IpText;
import dev.subflow.wire.mptcp.MptcpCodec;
import dev.subflow.wire.mptcp.MptcpOption;
import dev.subflow.wire.mptcp.Octets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the segments of one capture, which share their addresses. Source: RFC 9293, section 3. */
final class SegmentReader {
  private static final int HEADER_OCTETS = 20;
  private static final int END = 0;
  private static final int PADDING = 1;

  private final Directions directions;
  private final Map<Octets, InetAddress> addresses = new HashMap<>();

  SegmentReader(Directions directions) {
    this.directions = directions;
  }

  /**
   * The segment that a frame carries; empty when it carries something else.
   *
   * @throws UnreadableFrameException when it carries TCP that can't be read
   */
  Optional<TracedSegment> read(PcapngFile.Frame frame) throws UnreadableFrameException {
    ByteBuffer bytes = frame.bytes();
    Optional<IpPacket> packet = IpPacket.read(bytes, this::address);
    if (packet.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer tcp = packet.get().tcp();
    if (tcp.limit() < HEADER_OCTETS) {
      throw new UnreadableFrameException("TCP header cut off after " + tcp.limit() + " octets");
    }
    int header = (tcp.get(12) >> 4 & 0xf) * 4;
    if (header < HEADER_OCTETS || header > tcp.limit()) {
      throw new UnreadableFrameException(
          "TCP header of " + header + " octets where there are " + tcp.limit());
    }
    List<RawOption> options = options(tcp.slice(HEADER_OCTETS, header - HEADER_OCTETS));
    return Optional.of(
        new TracedSegment(
            frame.time(),
            frame.from(),
            directions.receiver(frame),
            new TcpEnd(packet.get().source(), tcp.getShort(0) & 0xffff),
            new TcpEnd(packet.get().destination(), tcp.getShort(2) & 0xffff),
            SegmentFlag.of(tcp.getShort(12) & 0x1ff),
            tcp.getInt(4) & 0xffff_ffffL,
            tcp.getInt(8) & 0xffff_ffffL,
            packet.get().tcpLength() - header,
            options,
            mptcp(options)));
  }

  private InetAddress address(byte[] octets) {
    return addresses.computeIfAbsent(Octets.of(octets), o -> IpText.of(o.toArray()));
  }

  private static List<RawOption> options(ByteBuffer area) {
    List<RawOption> found = new ArrayList<>();
    int at = 0;
    while (at < area.limit() && area.get(at) != END) {
      if (area.get(at) == PADDING) {
        at++;
        continue;
      }
      int left = area.limit() - at;
      int length = left < 2 ? left : area.get(at + 1) & 0xff;
      if (length < 2 || length > left) {
        // Broken: where the next option begins can't be known.
        length = left;
      }
      found.add(new RawOption(Octets.of(area.slice(at, length))));
      at += length;
    }
    return found;
  }

  private static List<DecodedOption> mptcp(List<RawOption> options) {
    return options.stream()
        .filter(o -> o.kind() == MptcpOption.KIND)
        .map(o -> MptcpCodec.decodeLeniently(o.octets()))
        .toList();
  }
}
