// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Segments that a box on the path makes up. */
public final class TcpReply {
  private static final int TCP_BYTES = 20;
  private static final int MAC_BYTES = 6;
  private static final int DO_NOT_FRAGMENT = 0x40;

  private TcpReply() {}

  /** The reset with which the receiver of a segment would answer it, as RFC 9293 has it. */
  public static Frame reset(Segment to) {
    boolean acknowledged = to.has(TcpFlag.ACK);
    return segment(
        to.frame(),
        reversed(to.frame()),
        acknowledged ? to.acknowledgement() : 0,
        acknowledged ? 0 : to.nextSequence(),
        acknowledged ? EnumSet.of(TcpFlag.RST) : EnumSet.of(TcpFlag.RST, TcpFlag.ACK));
  }

  /** A reset for the receiver of a segment, as if the sender had given up in its place. */
  public static Frame resetInsteadOf(Segment segment) {
    return segment(
        segment.frame(),
        headers(segment.frame()),
        segment.sequence(),
        segment.acknowledgement(),
        segment.has(TcpFlag.ACK) ? EnumSet.of(TcpFlag.RST, TcpFlag.ACK) : EnumSet.of(TcpFlag.RST));
  }

  /** The headers up to a TCP header of 20 bytes, of a whole packet without extension headers. */
  private static byte[] headers(Frame frame) {
    Layout layout = frame.layout();
    int tcp = ipEnd(layout, frame.array());
    byte[] made = Arrays.copyOf(frame.array(), tcp + TCP_BYTES);
    System.arraycopy(frame.array(), layout.transport(), made, tcp, TCP_BYTES);
    if (layout.version() == 4) {
      made[layout.ip() + 6] &= DO_NOT_FRAGMENT;
      made[layout.ip() + 7] = 0;
      made[layout.ip() + 9] = Layout.TCP;
    } else {
      made[layout.ip() + 6] = Layout.TCP;
    }
    return made;
  }

  private static int ipEnd(Layout layout, byte[] frame) {
    return layout.ip()
        + (layout.version() == 4 ? (frame[layout.ip()] & 0x0f) * 4 : Layout.IPV6_BYTES);
  }

  private static byte[] reversed(Frame frame) {
    Layout layout = frame.layout();
    byte[] made = headers(frame);
    if (frame.link() == LinkType.ETHERNET) {
      swap(made, 0, MAC_BYTES, MAC_BYTES);
    }
    swap(made, layout.sourceAddress(), layout.destinationAddress(), layout.addressBytes());
    swap(made, ipEnd(layout, made), ipEnd(layout, made) + 2, 2);
    return made;
  }

  private static void swap(byte[] bytes, int first, int second, int length) {
    byte[] kept = Arrays.copyOfRange(bytes, first, first + length);
    System.arraycopy(bytes, second, bytes, first, length);
    System.arraycopy(kept, 0, bytes, second, length);
  }

  private static Frame segment(
      Frame of, byte[] made, long sequence, long acknowledgement, Set<TcpFlag> flags) {
    ByteBuffer.wrap(made)
        .position(ipEnd(of.layout(), made) + 4)
        .putInt((int) sequence)
        .putInt((int) acknowledgement)
        .put((byte) ((TCP_BYTES / 4) << 4))
        .put((byte) TcpFlag.bits(flags))
        .put(new byte[6]);
    IpLength.write(made, of.layout());
    Frame reset = of.with(made);
    Checksums.RIGHT.mend(made, reset.layout());
    return reset;
  }
}
