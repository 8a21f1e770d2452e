// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpJoin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The connections of a capture, each by what its hosts said on each subflow. */
final class Conversations {
  /** Of a test; what a hostile guest opens beyond is passed over. */
  private static final int MOST = 500;

  private final Map<Set<TcpEnd>, Talk> current = new HashMap<>();
  private final List<Conversation> all = new ArrayList<>();
  private final Set<String> plain = new LinkedHashSet<>();
  private final Set<String> strangers = new LinkedHashSet<>();
  private int begun;

  private Conversations() {}

  /** Adds what the frames tell, those of several wires in the order of time. */
  static void into(PartCollector parts, PacketTrace trace) {
    Conversations read = new Conversations();
    trace.frames().forEach(frame -> frame.frame().tcp().ifPresent(s -> read.see(frame, s)));
    int number = 0;
    for (Conversation conversation : read.all) {
      number++;
      conversation.into(parts, "wire/c" + number);
    }
    parts.put("wire/tcp", List.copyOf(read.plain));
    parts.put("wire/joins of no connection", List.copyOf(read.strangers));
    if (!trace.gaps().isEmpty() || trace.missingFrames() > 0) {
      parts.put("wire/incomplete", "a capture lacks frames");
    }
  }

  private void see(CapturedFrame captured, Segment segment) {
    Set<TcpEnd> ends = ends(segment);
    Optional<Talk> talk = Optional.ofNullable(current.get(ends));
    if (segment.isSyn() && talk.filter(t -> t.isBegunBy(segment)).isEmpty()) {
      current.remove(ends);
      talk = begun < MOST ? begin(captured, segment) : Optional.empty();
      begun++;
      talk.ifPresent(t -> current.put(ends, t));
    }
    talk.ifPresent(t -> t.hear(segment));
  }

  private static Set<TcpEnd> ends(Segment segment) {
    TcpEnd one = segment.source();
    TcpEnd other = segment.destination();
    return one.equals(other) ? Set.of(one) : Set.of(one, other);
  }

  private Optional<Talk> begin(CapturedFrame captured, Segment syn) {
    Optional<MpJoin.Syn> join = syn.options(MpJoin.Syn.class).findFirst();
    String way = way(captured.frame(), syn);
    if (join.isPresent()) {
      return join(captured, syn, join.get(), way);
    }
    if (syn.options(MpCapable.class).findAny().isEmpty()) {
      plain.add(way);
      return Optional.empty();
    }
    Frame frame = captured.frame();
    Conversation conversation =
        new Conversation(
            host(frame.sender(), syn.source()),
            host(frame.receiver(), syn.destination()),
            captured.time());
    all.add(conversation);
    return Optional.of(
        talk(captured, syn, conversation, Conversation.INITIAL, "initial " + way, false));
  }

  private Optional<Talk> join(CapturedFrame captured, Segment syn, MpJoin.Syn join, String way) {
    // The latest first: tokens of connections that ended may come again.
    for (int i = all.size() - 1; i >= 0; i--) {
      Conversation conversation = all.get(i);
      boolean toResponder = conversation.isNamedBy(join.token(), false);
      if (toResponder || conversation.isNamedBy(join.token(), true)) {
        String name = text(syn.source().address()) + ">" + text(syn.destination().address());
        String line =
            "join" + (join.backup() ? " backup" : "") + " id=" + join.addressId() + " " + way;
        return Optional.of(talk(captured, syn, conversation, name, line, !toResponder));
      }
    }
    strangers.add(way);
    return Optional.empty();
  }

  private static Talk talk(
      CapturedFrame captured,
      Segment syn,
      Conversation conversation,
      String name,
      String line,
      boolean turned) {
    Talk talk =
        new Talk(syn, captured.time(), conversation.unique(name), line, conversation, turned);
    conversation.add(talk);
    return talk;
  }

  /** Such as {@code client/eth1 10.0.2.1 > 10.0.2.2:80}. */
  private static String way(Frame frame, Segment syn) {
    return frame.sender().map(s -> s + " ").orElse("")
        + text(syn.source().address())
        + " > "
        + frame.receiver().map(r -> r + " ").orElse("")
        + text(syn.destination().address())
        + " port "
        + OptionWords.port(syn.destinationPort());
  }

  private static String host(Optional<String> nic, TcpEnd end) {
    return nic.map(n -> n.contains("/") ? n.substring(0, n.indexOf('/')) : n)
        .orElseGet(() -> text(end.address()));
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
