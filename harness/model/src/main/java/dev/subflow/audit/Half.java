// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one host sent on one subflow. Numbers are relative to its SYN, whose own is 0. */
final class Half {
  private static final int WINDOW_SCALE = 3;

  private final Coverage payload = new Coverage();
  private final Load load = new Load();
  private final Ranges bytes = new Ranges();
  private final Placements placements = new Placements();
  private final Waiting waiting = new Waiting();
  private final Sums sums = new Sums();
  private final AckOrder order = new AckOrder();
  private OptionalLong initial = OptionalLong.empty();
  private OptionalLong nonce = OptionalLong.empty();
  private OptionalInt windowScale = OptionalInt.empty();
  private int dataOfSyn;
  private long acknowledged;
  private boolean hmac;
  private boolean behindSyn;
  private boolean sentDss;
  private boolean ended;
  private boolean reset;

  /** Takes note of the TCP header of a segment that it sent. */
  void sends(Segment segment, Half peer) {
    if (segment.has(TcpFlag.SYN)) {
      begins(segment);
      peer.isAnsweredBy(segment);
    } else {
      behindSyn = true;
      sentDss |= segment.has(MptcpSubtype.DSS);
      int length = segment.payloadLength();
      if (began() && length > 0) {
        long from = position(segment.sequence());
        long end = payload.end();
        load.carries(length, payload.add(from, from + length), from < end);
      }
    }
    if (segment.has(TcpFlag.ACK) && !segment.has(TcpFlag.RST)) {
      acknowledged = Math.max(acknowledged, peer.position(segment.acknowledgement()));
    }
    ended |= segment.has(TcpFlag.FIN);
    reset |= segment.has(TcpFlag.RST);
  }

  private void begins(Segment syn) {
    if (began()) {
      return;
    }
    initial = OptionalLong.of(syn.sequence());
    dataOfSyn = syn.payloadLength();
    for (TcpOption option : syn.options()) {
      if (option.kind() == WINDOW_SCALE && option.length() == 3) {
        windowScale = OptionalInt.of(Math.min(14, option.octets().at(2)));
      }
    }
  }

  /** Data on a SYN that is taken is none of the connection's; see RFC 8684, appendix B. */
  private void isAnsweredBy(Segment synAck) {
    long all = initial.orElse(0) + 1 + dataOfSyn;
    if (synAck.isSynAck() && dataOfSyn > 0 && (int) (synAck.acknowledgement() - all) == 0) {
      initial = OptionalLong.of(all - 1);
      dataOfSyn = 0;
    }
  }

  boolean began() {
    return initial.isPresent();
  }

  /** Position of a sequence number that is near what was sent so far. */
  long position(long sequence) {
    return Wrapping.near32(sequence - initial.orElse(sequence), payload.end());
  }

  /** Positions of payload that was seen. */
  Coverage payload() {
    return payload;
  }

  /** How much payload it was, and how much of it again. */
  Load load() {
    return load;
  }

  /** The payload, as far as the capture has its bytes. */
  Ranges bytes() {
    return bytes;
  }

  Placements placements() {
    return placements;
  }

  Waiting waiting() {
    return waiting;
  }

  Sums sums() {
    return sums;
  }

  /** The order of its data acknowledgements. */
  AckOrder order() {
    return order;
  }

  /** Whether its peer acknowledges what was never seen, so that the capture lacks frames. */
  boolean lacksWhat(Half peer) {
    return began() && peer.acknowledged > payload.contiguousFrom(1) + (ended ? 1 : 0);
  }

  /** Bytes of the window in a segment that it sent. */
  long window(Segment segment, Half peer) {
    boolean scaled = windowScale.isPresent() && peer.windowScale.isPresent();
    return (long) segment.window()
        << (scaled && !segment.has(TcpFlag.SYN) ? windowScale.getAsInt() : 0);
  }

  void nonce(long value) {
    nonce = OptionalLong.of(value);
  }

  OptionalLong nonce() {
    return nonce;
  }

  /** Whether it sent the HMAC of a third ACK. */
  boolean sentHmac() {
    return hmac;
  }

  void sendsHmac() {
    hmac = true;
  }

  /** Whether it sent anything behind its SYN. */
  boolean sentBehindSyn() {
    return behindSyn;
  }

  boolean sentDss() {
    return sentDss;
  }

  /** Whether it sent a FIN or a RST. */
  boolean hasEnded() {
    return ended || reset;
  }

  boolean sentReset() {
    return reset;
  }
}
