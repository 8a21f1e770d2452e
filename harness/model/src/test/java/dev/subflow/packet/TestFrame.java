// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MptcpOption;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Makes Ethernet frames with TCP, from 10.0.1.1:5000 to 10.0.1.2:80 unless told otherwise. */
public final class TestFrame {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int ACK = 0x10;

  private String source = "10.0.1.1";
  private String destination = "10.0.1.2";
  private int sourcePort = 5000;
  private int flags = ACK;
  private int sequence = 1000;
  private byte[] options = new byte[0];
  private byte[] extensions = new byte[0];
  private int firstHeader = 6;
  private int payload;
  private int padding;

  public static TestFrame frame() {
    return new TestFrame();
  }

  public TestFrame ends(String from, String to) {
    source = from;
    destination = to;
    return this;
  }

  public TestFrame sourcePort(int port) {
    sourcePort = port;
    return this;
  }

  public TestFrame flags(int bits) {
    flags = bits;
    return this;
  }

  public TestFrame sequence(int number) {
    sequence = number;
    return this;
  }

  public TestFrame payload(int octets) {
    payload = octets;
    return this;
  }

  /** Options, padded to four octets with NOPs. */
  public TestFrame options(MptcpOption... all) {
    ByteBuffer area = ByteBuffer.allocate(80);
    for (MptcpOption option : all) {
      option.write(area);
    }
    return rawOptions(HexFormat.of().formatHex(area.array(), 0, area.position()));
  }

  /** Option octets in hexadecimal, padded to four octets with NOPs. */
  public TestFrame rawOptions(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex);
    options = java.util.Arrays.copyOf(octets, (octets.length + 3) & ~3);
    java.util.Arrays.fill(options, octets.length, options.length, (byte) 1);
    return this;
  }

  /** IPv6 extension headers in hexadecimal, the first of which is of a type. */
  public TestFrame extensions(int first, String hex) {
    firstHeader = first;
    extensions = HexFormat.of().parseHex(hex);
    return this;
  }

  /** Octets after the IP packet, as short frames have them. */
  public TestFrame padding(int octets) {
    padding = octets;
    return this;
  }

  public byte[] bytes() {
    byte[] from = IpText.parse(source).getAddress();
    byte[] to = IpText.parse(destination).getAddress();
    boolean v6 = from.length == 16;
    int tcp = 20 + options.length + payload;
    int ip = v6 ? 40 + extensions.length : 20;
    ByteBuffer out = ByteBuffer.allocate(14 + ip + tcp + padding);
    out.put(HexFormat.of().parseHex("5254005f0201"));
    out.put(HexFormat.of().parseHex("5254005f0101"));
    if (v6) {
      out.putShort((short) 0x86dd).putInt(0x6000_0000);
      out.putShort((short) (tcp + extensions.length)).put((byte) firstHeader).put((byte) 64);
      out.put(from).put(to).put(extensions);
    } else {
      out.putShort((short) 0x0800).putShort((short) 0x4500).putShort((short) (ip + tcp));
      out.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0).put(from).put(to);
    }
    out.putShort((short) sourcePort).putShort((short) 80).putInt(sequence).putInt(2000);
    out.put((byte) ((20 + options.length) << 2 | flags >> 8)).put((byte) flags);
    out.putShort((short) 512).putInt(0).put(options);
    return out.array();
  }
}
