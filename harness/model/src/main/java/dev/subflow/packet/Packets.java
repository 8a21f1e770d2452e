// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.OptionMatcher.Spec;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MpPrio;
import dev.subflow.packet.mptcp.MpTcprst;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.packet.mptcp.RemoveAddr;

/**
 * The beginnings of all descriptions of packets: {@code mpJoinSyn().from("10.0.2.1").backup()}.
 * Made for static imports; middleboxes, triggers and assertions take the same.
 */
public final class Packets {
  private Packets() {}

  /** The SYN that begins a connection. */
  public static CapableMatcher mpCapableSyn() {
    return new CapableMatcher(
        Spec.of("MP_CAPABLE SYN", MptcpSubtype.MP_CAPABLE, MpCapable.class, Segment::isSyn));
  }

  /** The answer to it. */
  public static CapableMatcher mpCapableSynAck() {
    return new CapableMatcher(
        Spec.of("MP_CAPABLE SYN/ACK", MptcpSubtype.MP_CAPABLE, MpCapable.class, Segment::isSynAck));
  }

  /** The third packet, and the first with data where that has MP_CAPABLE too. */
  public static CapableMatcher mpCapableAck() {
    return new CapableMatcher(
        Spec.of("MP_CAPABLE ACK", MptcpSubtype.MP_CAPABLE, MpCapable.class, Packets::isAck));
  }

  /** The SYN that adds a subflow. */
  public static JoinSynMatcher mpJoinSyn() {
    return new JoinSynMatcher(
        Spec.of("MP_JOIN SYN", MptcpSubtype.MP_JOIN, MpJoin.Syn.class, Segment::isSyn));
  }

  /** The answer to it. */
  public static JoinSynAckMatcher mpJoinSynAck() {
    return new JoinSynAckMatcher(
        Spec.of("MP_JOIN SYN/ACK", MptcpSubtype.MP_JOIN, MpJoin.SynAck.class, Segment::isSynAck));
  }

  /** The third packet. */
  public static JoinAckMatcher mpJoinAck() {
    return new JoinAckMatcher(
        Spec.of("MP_JOIN ACK", MptcpSubtype.MP_JOIN, MpJoin.Ack.class, Packets::isAck));
  }

  /** Any data sequence signal. */
  public static DssMatcher dss() {
    return new DssMatcher(Spec.of("DSS", MptcpSubtype.DSS, Dss.class, s -> true));
  }

  /** An announced address or its echo. */
  public static AddAddrMatcher addAddr() {
    return new AddAddrMatcher(Spec.of("ADD_ADDR", MptcpSubtype.ADD_ADDR, AddAddr.class, s -> true));
  }

  /** Addresses taken back. */
  public static RemoveAddrMatcher removeAddr() {
    return new RemoveAddrMatcher(
        Spec.of("REMOVE_ADDR", MptcpSubtype.REMOVE_ADDR, RemoveAddr.class, s -> true));
  }

  /** The address with this id taken back, with others or alone. */
  public static RemoveAddrMatcher removeAddr(int id) {
    return removeAddr().addressId(id);
  }

  /** A change of priority. */
  public static PrioMatcher mpPrio() {
    return new PrioMatcher(Spec.of("MP_PRIO", MptcpSubtype.MP_PRIO, MpPrio.class, s -> true));
  }

  /** A report of a wrong checksum. */
  public static FailMatcher mpFail() {
    return new FailMatcher(Spec.of("MP_FAIL", MptcpSubtype.MP_FAIL, MpFail.class, s -> true));
  }

  /** The end of a connection at once. */
  public static FastcloseMatcher mpFastclose() {
    return new FastcloseMatcher(
        Spec.of("MP_FASTCLOSE", MptcpSubtype.MP_FASTCLOSE, MpFastclose.class, s -> true));
  }

  /** A reset with a reason; {@link #rst} is one with or without. */
  public static TcpRstMatcher mpTcpRst() {
    return new TcpRstMatcher(
        Spec.of("MP_TCPRST", MptcpSubtype.MP_TCPRST, MpTcprst.class, s -> s.has(TcpFlag.RST)));
  }

  /** Every frame. */
  public static FrameMatcher anything() {
    return new FrameMatcher("anything", f -> true);
  }

  /** Any packet of ARP. */
  public static FrameMatcher arp() {
    return new FrameMatcher("ARP", Frame::isArp);
  }

  /** Any packet of UDP. */
  public static FrameMatcher udp() {
    return new FrameMatcher("UDP", Frame::isUdp);
  }

  /** Any packet of TCP. */
  public static TcpMatcher anyTcp() {
    return new TcpMatcher("TCP", s -> true);
  }

  /** Any SYN without ACK, of MPTCP or not. */
  public static TcpMatcher syn() {
    return new TcpMatcher("SYN", Segment::isSyn);
  }

  /** Any SYN with ACK, of MPTCP or not. */
  public static TcpMatcher synAck() {
    return new TcpMatcher("SYN/ACK", Segment::isSynAck);
  }

  /** Any reset, of MPTCP or not. */
  public static TcpMatcher rst() {
    return new TcpMatcher("RST", s -> s.has(TcpFlag.RST));
  }

  /** Any FIN, of MPTCP or not. */
  public static TcpMatcher fin() {
    return new TcpMatcher("FIN", s -> s.has(TcpFlag.FIN));
  }

  /** Any packet that acknowledges and carries nothing but options. */
  public static TcpMatcher pureAck() {
    return new TcpMatcher("pure ACK", Segment::isPureAck);
  }

  /** Any packet of TCP with payload. */
  public static TcpMatcher payload() {
    return new TcpMatcher("payload", s -> s.payloadLength() > 0);
  }

  /**
   * All packets of subflows that joined a connection, in both directions, from their SYN on.
   *
   * <p>It learns them from the SYNs with MP_JOIN that it is asked about, so it must see those: put
   * it first in a combination. The last 1024 subflows are known.
   */
  public static PacketMatcher joinedSubflow() {
    return new NamedMatcher("joined subflow", new JoinedSubflows());
  }

  /** A packet with an MPTCP option that does not conform to RFC 8684. */
  public static TcpMatcher malformed() {
    return new TcpMatcher(
        "malformed MPTCP", s -> !s.mptcp().stream().allMatch(DecodedOption::conforms));
  }

  private static boolean isAck(Segment segment) {
    return segment.has(TcpFlag.ACK) && !segment.has(TcpFlag.SYN);
  }
}
