// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.IpText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Makes frames for tests, right in every checksum. */
public final class TestPackets {
  /** MP_CAPABLE of a SYN, padded to 4 bytes. */
  public static final byte[] MP_CAPABLE_SYN = hex("1e040181");

  /** MP_JOIN of a SYN. */
  public static final byte[] MP_JOIN_SYN = hex("1e0c100011223344aabbccdd");

  /** Two NOPs and timestamps. */
  public static final byte[] TIMESTAMPS = hex("0101080a0000000100000002");

  /** DSS with an 8-byte data sequence number, a 4-byte subflow one, a length and a checksum. */
  public static final byte[] DSS = hex("1e14200d000000000000000a000000010000000a");

  /** An ADD_ADDR that announces 10.0.2.1. */
  public static final byte[] ADD_ADDR = hex("1e1030020a000201" + "0102030405060708");

  /** The confirmation of an ADD_ADDR of 10.0.2.1. */
  public static final byte[] ADD_ADDR_ECHO = hex("1e0831020a000201");

  private static final byte[] MACS = hex("5254005f0201" + "5254005f0101");

  private TestPackets() {}

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** What a TCP segment may be made of; options must be a multiple of 4 bytes. */
  public record Draft(
      String from,
      int fromPort,
      String to,
      int toPort,
      long sequence,
      Set<TcpFlag> flags,
      String options,
      String payload,
      int vlans,
      int padding) {
    public Draft flags(TcpFlag first, TcpFlag... more) {
      return new Draft(
          from,
          fromPort,
          to,
          toPort,
          sequence,
          EnumSet.of(first, more),
          options,
          payload,
          vlans,
          padding);
    }

    public Draft options(byte[]... all) {
      StringBuilder hex = new StringBuilder();
      Arrays.stream(all).map(HexFormat.of()::formatHex).forEach(hex::append);
      return new Draft(
          from, fromPort, to, toPort, sequence, flags, hex.toString(), payload, vlans, padding);
    }

    public Draft payload(String text) {
      return new Draft(from, fromPort, to, toPort, sequence, flags, options, text, vlans, padding);
    }

    public Draft sequence(long value) {
      return new Draft(from, fromPort, to, toPort, value, flags, options, payload, vlans, padding);
    }

    public Draft vlans(int count) {
      return new Draft(
          from, fromPort, to, toPort, sequence, flags, options, payload, count, padding);
    }

    public Draft padding(int bytes) {
      return new Draft(from, fromPort, to, toPort, sequence, flags, options, payload, vlans, bytes);
    }

    public Draft back() {
      return new Draft(
          to, toPort, from, fromPort, sequence, flags, options, payload, vlans, padding);
    }

    public Frame frame() {
      byte[] optionBytes = HexFormat.of().parseHex(options);
      byte[] text = payload.getBytes(StandardCharsets.ISO_8859_1);
      ByteBuffer tcp = ByteBuffer.allocate(20 + optionBytes.length + text.length);
      tcp.putShort((short) fromPort).putShort((short) toPort).putInt((int) sequence).putInt(77);
      tcp.put((byte) ((20 + optionBytes.length) << 2));
      tcp.put((byte) TcpFlag.bits(flags));
      tcp.putShort((short) 500).putInt(0).put(optionBytes).put(text);
      return ip(from, to, 6, tcp.array(), vlans, padding);
    }
  }

  /** A segment with ACK from 10.0.1.1 port 40000 to 10.0.1.2 port 9735, sequence number 1000. */
  public static Draft segment() {
    return segment("10.0.1.1", "10.0.1.2");
  }

  public static Draft segment(String from, String to) {
    return new Draft(from, 40000, to, 9735, 1000, EnumSet.of(TcpFlag.ACK), "", "", 0, 0);
  }

  public static Frame udp(String from, String to, String payload) {
    byte[] text = payload.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer udp = ByteBuffer.allocate(8 + text.length);
    udp.putShort((short) 53).putShort((short) 54).putShort((short) udp.capacity());
    // 0 would mean that there is none.
    udp.putShort((short) 1).put(text);
    return ip(from, to, 17, udp.array(), 0, 0);
  }

  /** An ARP packet: 1 asks who has the target, 2 answers. */
  public static Frame arp(int operation, String sender, String target) {
    return Frame.of(
        ByteBuffer.allocate(42)
            .put(MACS)
            .putShort((short) 0x0806)
            .put(hex("000108000604"))
            .putShort((short) operation)
            .put(MACS, 6, 6)
            .put(IpText.parse(sender).getAddress())
            .put(new byte[6])
            .put(IpText.parse(target).getAddress())
            .array());
  }

  public static Frame ip(
      String from, String to, int protocol, byte[] content, int vlans, int padding) {
    byte[] source = IpText.parse(from).getAddress();
    byte[] destination = IpText.parse(to).getAddress();
    boolean ipv4 = source.length == 4;
    int header = ipv4 ? 20 : 40;
    ByteBuffer frame =
        ByteBuffer.allocate(14 + 4 * vlans + header + content.length + padding).put(MACS);
    for (int i = 0; i < vlans; i++) {
      frame.putShort((short) 0x8100).putShort((short) (i + 1));
    }
    if (ipv4) {
      frame.putShort((short) 0x0800).put((byte) 0x45).put((byte) 0);
      frame.putShort((short) (header + content.length)).putInt(0x12344000);
      frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
    } else {
      frame.putShort((short) 0x86dd).putInt(0x60000000);
      frame.putShort((short) content.length).put((byte) protocol).put((byte) 64);
    }
    frame.put(source).put(destination).put(content);
    Checksums.RIGHT.mend(
        frame.array(), LayoutReader.read(LinkType.ETHERNET, frame.array(), frame.capacity()));
    return Frame.of(frame.array());
  }
}
