// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CaptureInterface;
import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Frame;
import dev.subflow.packet.LinkType;
import dev.subflow.packet.Origin;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.DataSequence;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.Octets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A capture that is made segment by segment, of a client and a server on two paths. */
final class Conversation {
  static final long CLIENT_KEY = 0x1111_2222_3333_4444L;
  static final long SERVER_KEY = 0x5555_6666_7777_8888L;
  static final int CLIENT_NONCE = 0x0a0b_0c0d;
  static final int SERVER_NONCE = 0x1a1b_1c1d;
  static final int START = 1000;
  private static final byte[] ABCD = {'a', 'b', 'c', 'd'};

  /** One end of a path. */
  record End(String nic, String address, int port) {}

  static final End CLIENT = new End("client/eth1", "10.0.1.1", 40_000);
  static final End SERVER = new End("server/eth1", "10.0.1.2", 80);
  static final End CLIENT2 = new End("client/eth2", "10.0.2.1", 40_001);
  static final End SERVER2 = new End("server/eth2", "10.0.2.2", 80);

  private final List<CapturedFrame> frames = new ArrayList<>();
  private Instant now = Instant.ofEpochSecond(1_700_000_000);
  private int window = 60_000;

  /** Lets time pass. */
  Conversation after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The window of segments from now on. */
  Conversation window(int bytes) {
    window = bytes;
    return this;
  }

  /** A segment, whose numbers are relative to the SYNs. */
  Conversation send(
      End from, int sequence, int acknowledged, String payload, MptcpOption... options) {
    return send(from, EnumSet.of(TcpFlag.ACK), sequence, acknowledged, payload, options);
  }

  Conversation send(
      End from,
      Set<TcpFlag> flags,
      int sequence,
      int acknowledged,
      String payload,
      MptcpOption... options) {
    byte[] bytes = new byte[payload.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) payload.charAt(i);
    }
    return send(from, flags, sequence, acknowledged, bytes, bytes.length, options);
  }

  /** A segment to a certain end. */
  Conversation send(
      End from, End to, Set<TcpFlag> flags, int sequence, int acknowledged, MptcpOption option) {
    return send(from, to, flags, sequence, acknowledged, new byte[0], 0, option);
  }

  /** As the others; a capture may have cut the payload. */
  Conversation send(
      End from,
      Set<TcpFlag> flags,
      int sequence,
      int acknowledged,
      byte[] payload,
      int length,
      MptcpOption... options) {
    return send(from, other(from), flags, sequence, acknowledged, payload, length, options);
  }

  private Conversation send(
      End from,
      End to,
      Set<TcpFlag> flags,
      int sequence,
      int acknowledged,
      byte[] payload,
      int length,
      MptcpOption... options) {
    byte[] all = options(options);
    int header = 20 + all.length;
    ByteBuffer out = ByteBuffer.allocate(14 + 20 + header + payload.length);
    out.put(new byte[12]).putShort((short) 0x0800);
    out.put((byte) 0x45).put((byte) 0).putShort((short) (20 + header + length));
    out.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
    out.put(IpText.parse(from.address()).getAddress());
    out.put(IpText.parse(to.address()).getAddress());
    out.putShort((short) from.port()).putShort((short) to.port());
    out.putInt(START + sequence).putInt(START + acknowledged);
    out.put((byte) ((header / 4) << 4));
    out.put((byte) flags.stream().mapToInt(TcpFlag::bit).sum()).putShort((short) window);
    out.putInt(0).put(all).put(payload);
    Frame frame =
        Frame.captured(
            LinkType.ETHERNET,
            out.array(),
            14 + 20 + header + length,
            new Origin(Optional.of(from.nic()), Map.of()));
    now = now.plusNanos(100_000);
    CaptureInterface nic = new CaptureInterface(from.nic(), "", 1, Optional.empty(), List.of());
    frames.add(new CapturedFrame(now, nic, frame, Optional.empty()));
    return this;
  }

  private static byte[] options(MptcpOption... options) {
    List<Octets> octets =
        Arrays.stream(options).map(option -> TcpOption.of(option).octets()).toList();
    int length = octets.stream().mapToInt(Octets::length).sum();
    byte[] all = new byte[(length + 3) & ~3];
    Arrays.fill(all, (byte) 1);
    ByteBuffer into = ByteBuffer.wrap(all);
    octets.forEach(o -> into.put(o.buffer()));
    return all;
  }

  private static End other(End from) {
    return from.equals(CLIENT)
        ? SERVER
        : from.equals(SERVER) ? CLIENT : from.equals(CLIENT2) ? SERVER2 : CLIENT2;
  }

  /** The handshake of a connection, the client's first four bytes, and the answer to them. */
  Conversation connected(MpCapable.Flag... more) {
    MpCapable.Flag[] flags = Arrays.copyOf(more, more.length + 1);
    flags[more.length] = MpCapable.Flag.H;
    MpCapable syn = MpCapable.syn(flags);
    MpCapable ack = syn.withSenderKey(CLIENT_KEY).withReceiverKey(SERVER_KEY);
    send(CLIENT, EnumSet.of(TcpFlag.SYN), 0, -START, "", syn);
    send(
        SERVER,
        EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
        0,
        1,
        "",
        MpCapable.syn(flags).withSenderKey(SERVER_KEY));
    send(CLIENT, 1, 1, "", ack);
    OptionalInt sum =
        syn.requiresChecksum()
            ? OptionalInt.of(DssChecksum.of(data(CLIENT, 1), 1, 4, ByteBuffer.wrap(ABCD)))
            : OptionalInt.empty();
    send(CLIENT, 1, 1, "abcd", ack.withData(4, sum));
    return send(SERVER, 1, 5, "", ack(SERVER, 5));
  }

  /** The second path joins. */
  Conversation joined() {
    byte[] ofClient = Keys.join(CLIENT_KEY, SERVER_KEY, CLIENT_NONCE, SERVER_NONCE);
    byte[] ofServer = Keys.join(SERVER_KEY, CLIENT_KEY, SERVER_NONCE, CLIENT_NONCE);
    send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", joinSyn());
    send(
        SERVER2,
        EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
        0,
        1,
        "",
        new MpJoin.SynAck(false, 3, Keys.joinOfSynAck(ofServer), SERVER_NONCE));
    send(CLIENT2, 1, 1, "", new MpJoin.Ack(Octets.of(Keys.joinOfAck(ofClient))));
    return send(SERVER2, 1, 1, "", ack(SERVER2, 5));
  }

  static MpJoin.Syn joinSyn() {
    return joinSyn(CLIENT_NONCE);
  }

  static MpJoin.Syn joinSyn(int nonce) {
    return new MpJoin.Syn(false, 2, Keys.token(SERVER_KEY), nonce);
  }

  /** The data sequence number of a place in the data of the host of an end. */
  static long data(End of, long place) {
    return Keys.initialDataSequence(isClient(of) ? CLIENT_KEY : SERVER_KEY) + place;
  }

  private static boolean isClient(End end) {
    return end.nic().startsWith("client");
  }

  private static DataSequence acknowledged(End by, long place) {
    return DataSequence.ofEight(data(isClient(by) ? SERVER : CLIENT, place));
  }

  static Dss ack(End by, long place) {
    return new Dss(Optional.of(acknowledged(by, place)), Optional.empty(), false);
  }

  static Dss map(End by, long place, long subflow, int length) {
    return map(by, place, subflow, length, OptionalInt.empty(), false);
  }

  static Dss map(End by, long place, long subflow, int length, OptionalInt checksum, boolean fin) {
    return new Dss(
        Optional.empty(),
        Optional.of(
            new Dss.Mapping(DataSequence.ofEight(data(by, place)), subflow, length, checksum)),
        fin);
  }

  int size() {
    return frames.size();
  }

  PacketTrace trace() {
    return new PacketTrace(frames.get(0).time(), frames, List.of(), 0);
  }

  Audit audit() {
    return Audit.of(trace());
  }
}
