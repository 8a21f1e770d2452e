// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.AddAddr;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** One host of a connection: its key, its addresses, its data. */
final class Party {
  /** Time in which a host answers, also one that is emulated on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private OptionalLong key = OptionalLong.empty();
  private long token = -1;
  private long initialDataSequence;
  private final Map<Integer, InetAddress> addresses = new HashMap<>();
  private final Map<InetAddress, Integer> ids = new HashMap<>();
  private final Map<Integer, OptionalInt> ports = new HashMap<>();
  private final Set<Integer> everNamed = new HashSet<>(Set.of(0));
  private final Set<AddAddr> announced = new HashSet<>();
  private final Map<Integer, Sight> unanswered = new LinkedHashMap<>();
  private final DataStream data = new DataStream();
  private long acknowledges = 1;
  private long widestWindow;
  private Instant lastSeen = Instant.MIN;
  private Optional<TcpEnd> closedTo = Optional.empty();
  private Optional<Begin> begin = Optional.empty();

  /**
   * How it came to take part.
   *
   * @param host name of the host, or its address where hosts are not known
   * @param end of the first subflow
   */
  record Begin(String host, TcpEnd end, Instant time) {}

  /** Learns its key; the first one stays. */
  void key(long value) {
    if (key.isEmpty()) {
      key = OptionalLong.of(value);
      token = Keys.token(value);
      initialDataSequence = Keys.initialDataSequence(value);
    }
  }

  OptionalLong key() {
    return key;
  }

  /** Of 32 bits; -1 while the key is not known. */
  long token() {
    return token;
  }

  /** The number of 64 bits before that of its first byte of data; meaningful with the key. */
  long initialDataSequence() {
    return initialDataSequence;
  }

  DataStream data() {
    return data;
  }

  /** Takes note of an announcement without its HMAC, which waits for its echo. */
  void announces(AddAddr bare, Sight sight) {
    announced.add(bare);
    unanswered.putIfAbsent(bare.addressId(), sight);
  }

  /** Whether it ever announced this; an echo answers it. */
  boolean isEchoed(AddAddr bare) {
    unanswered.remove(bare.addressId());
    return announced.contains(bare);
  }

  /** The address IDs that it announced and nobody echoed, with the first announcement of each. */
  Map<Integer, Sight> unanswered() {
    return unanswered;
  }

  /** Whether it ever announced this address, with whatever port. */
  boolean hasAnnounced(InetAddress address) {
    return announced.stream().anyMatch(bare -> Hosts.plain(bare.address()).equals(address));
  }

  /** Whether it ever announced this address with this port. */
  boolean hasAnnounced(TcpEnd end) {
    return announced.stream()
        .filter(bare -> Hosts.plain(bare.address()).equals(end.address()))
        .anyMatch(bare -> bare.port().equals(OptionalInt.of(end.port())));
  }

  /** Whether it ever gave this number to an address; 0 is that of the first subflow. */
  boolean everNamed(int id) {
    return everNamed.contains(id);
  }

  /** Names an address; the one that had the number, where it is another. */
  Optional<InetAddress> names(int id, InetAddress address) {
    everNamed.add(id);
    InetAddress before = addresses.putIfAbsent(id, address);
    return Optional.ofNullable(before).filter(b -> !b.equals(address));
  }

  /** The number that an address without a port has, where it is another than this. */
  OptionalInt otherId(int id, InetAddress address) {
    Integer before = ids.putIfAbsent(address, id);
    return before == null || before == id ? OptionalInt.empty() : OptionalInt.of(before);
  }

  /** The port that an announced number has, where it is another than this. */
  Optional<OptionalInt> otherPort(int id, OptionalInt port) {
    OptionalInt before = ports.putIfAbsent(id, port);
    return Optional.ofNullable(before).filter(b -> !b.equals(port));
  }

  void removes(int id) {
    InetAddress address = addresses.remove(id);
    if (address != null) {
      ids.remove(address, id);
    }
    ports.remove(id);
    unanswered.remove(id);
  }

  /** Takes note of a data acknowledgement that it sent. */
  void acknowledges(long place) {
    acknowledges = Math.max(acknowledges, place);
  }

  /** The place up to which it acknowledged data. */
  long acknowledged() {
    return acknowledges;
  }

  /** Takes note of a window that it offered. */
  void offers(long window) {
    widestWindow = Math.max(widestWindow, window);
  }

  /** The place that its peer may not send beyond, whichever window counts. */
  long edge() {
    return acknowledges + widestWindow;
  }

  void seen(Instant time) {
    lastSeen = time;
  }

  /** Whether it was seen to send long enough after a segment to have answered it. */
  boolean wentOnAfter(Sight sight) {
    return lastSeen.isAfter(sight.time().plus(PATIENCE));
  }

  /** Where it accepts no joins, as its flag C says. */
  Optional<TcpEnd> closedTo() {
    return closedTo;
  }

  void closes(TcpEnd end) {
    closedTo = Optional.of(end);
  }

  /** Learns where its first SYN or SYN/ACK came from; a copy that a router forwards is later. */
  void begins(String nic, TcpEnd end, Instant time) {
    if (begin.isEmpty()) {
      begin = Optional.of(new Begin(Sight.host(nic), end, time));
    }
  }

  Optional<Begin> begin() {
    return begin;
  }
}
