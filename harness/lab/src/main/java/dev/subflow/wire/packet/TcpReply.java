// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Segments that a box on the path makes up. */
public final class TcpReply {
  private static final int TCP_BYTES = 20;

  private TcpReply() {}

  /** The reset with which the receiver of a segment would answer it, as RFC 9293 has it. */
  public static Packet reset(TcpSegment to) {
    boolean acknowledged = to.has(TcpFlag.ACK);
    return segment(
        reversed(to),
        to.packet().layout(),
        acknowledged ? to.acknowledgement() : 0,
        acknowledged ? 0 : to.nextSequence(),
        acknowledged ? EnumSet.of(TcpFlag.RST) : EnumSet.of(TcpFlag.RST, TcpFlag.ACK));
  }

  /** A reset for the receiver of a segment, as if the sender had given up in its place. */
  public static Packet resetInsteadOf(TcpSegment segment) {
    return segment(
        header(segment),
        segment.packet().layout(),
        segment.sequence(),
        segment.acknowledgement(),
        segment.has(TcpFlag.ACK) ? EnumSet.of(TcpFlag.RST, TcpFlag.ACK) : EnumSet.of(TcpFlag.RST));
  }

  /** The headers up to a TCP header of 20 bytes. */
  private static byte[] header(TcpSegment segment) {
    return Arrays.copyOf(
        segment.packet().frame(), segment.packet().layout().transport() + TCP_BYTES);
  }

  private static byte[] reversed(TcpSegment segment) {
    Layout layout = segment.packet().layout();
    byte[] frame = header(segment);
    swap(frame, 0, 6, 6);
    swap(frame, layout.sourceAddress(), layout.destinationAddress(), layout.addressBytes());
    swap(frame, layout.transport(), layout.transport() + 2, 2);
    return frame;
  }

  private static void swap(byte[] bytes, int first, int second, int length) {
    byte[] kept = Arrays.copyOfRange(bytes, first, first + length);
    System.arraycopy(bytes, second, bytes, first, length);
    System.arraycopy(kept, 0, bytes, second, length);
  }

  private static Packet segment(
      byte[] frame, Layout of, long sequence, long acknowledgement, Set<TcpFlag> flags) {
    ByteBuffer.wrap(frame)
        .position(of.transport() + 4)
        .putInt((int) sequence)
        .putInt((int) acknowledgement)
        .put((byte) ((TCP_BYTES / 4) << 4))
        .put((byte) flags.stream().mapToInt(TcpFlag::bit).sum())
        .put(new byte[6]);
    Packet reset = IpLength.write(frame, of);
    Checksums.RIGHT.mend(frame, reset.layout());
    return reset;
  }
}
