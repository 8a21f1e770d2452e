// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The options at the end of a pcapng block. Source: draft-ietf-opsawg-pcapng, section 3.5. */
final class PcapngOptions {
  private record Option(int code, ByteBuffer value) {}

  private final List<Option> all = new ArrayList<>();

  /** Reads from the buffer's position on; whatever is wrong is an unchecked exception. */
  PcapngOptions(ByteBuffer body) {
    while (body.remaining() >= 4) {
      int code = body.getShort() & 0xffff;
      int length = body.getShort() & 0xffff;
      if (code == PcapngBlocks.OPT_END) {
        break;
      }
      all.add(new Option(code, body.slice(body.position(), length).order(body.order())));
      body.position(body.position() + PcapngBlocks.padded(length));
    }
  }

  private Stream<ByteBuffer> all(int code) {
    return all.stream().filter(o -> o.code == code).map(Option::value);
  }

  private Optional<ByteBuffer> first(int code) {
    return all(code).findFirst();
  }

  Optional<String> text(int code) {
    return first(code).map(v -> StandardCharsets.UTF_8.decode(v.duplicate()).toString());
  }

  OptionalLong number(int code) {
    return first(code).map(v -> OptionalLong.of(v.getLong(0))).orElse(OptionalLong.empty());
  }

  Ticks ticks() {
    return new Ticks(
        first(PcapngBlocks.IF_TSRESOL).map(v -> v.get(0)).orElse(Ticks.MICROSECONDS.resolution()),
        number(PcapngBlocks.IF_TSOFFSET).orElse(0));
  }

  Optional<Octets> mac() {
    return first(PcapngBlocks.IF_MAC).filter(v -> v.remaining() == 6).map(Octets::of);
  }

  List<CaptureInterface.Address> addresses() {
    Stream<CaptureInterface.Address> ipv4 =
        all(PcapngBlocks.IF_IPV4)
            .map(
                v ->
                    new CaptureInterface.Address(
                        IpText.of(octets(v, 4)), Integer.bitCount(v.getInt(4))));
    Stream<CaptureInterface.Address> ipv6 =
        all(PcapngBlocks.IF_IPV6)
            .map(v -> new CaptureInterface.Address(IpText.of(octets(v, 16)), v.get(16) & 0xff));
    return Stream.concat(ipv4, ipv6).toList();
  }

  private static byte[] octets(ByteBuffer value, int count) {
    byte[] copy = new byte[count];
    value.get(0, copy);
    return copy;
  }
}
