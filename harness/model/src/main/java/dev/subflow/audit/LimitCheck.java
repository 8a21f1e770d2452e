// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.mptcp.EndpointFlag;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Subflows and accepted announcements against the limits of both hosts.
 *
 * <p>Counts what was in use for certain: the kernel counts a subflow from before its SYN until it
 * closes it, which may be long before the FIN leaves.
 */
final class LimitCheck implements Check {
  private final Hosts hosts;
  private final Map<Subflow, Join> joins = new HashMap<>();
  private final Set<Subflow> counted = new HashSet<>();
  private final Set<Connection> shaken = new HashSet<>();
  private final Map<Party, Map<Integer, TcpEnd>> announced = new HashMap<>();
  private final Map<Party, Set<Integer>> joined = new HashMap<>();

  /** A join by one side, which may answer an announcement. */
  private record Join(Side by, boolean answers) {}

  LimitCheck(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public void see(Sight sight, Findings findings) {
    if (hosts.intents().isEmpty() || !sight.isOfConnection() || !Hosts.isFromHost(sight)) {
      return;
    }
    sight.segment().options(AddAddr.class).forEach(option -> announces(sight, option));
    sight.segment().options(RemoveAddr.class).forEach(option -> removes(sight, option));
    Subflow subflow = sight.subflow();
    if (sight.segment().isSyn()
        && sight.segment().options(MpJoin.Syn.class).findAny().isPresent()
        && !joins.containsKey(subflow)) {
      boolean answers = sight.receiver().hasAnnounced(sight.segment().destination().address());
      joins.put(subflow, new Join(sight.side(), answers));
      hosts.sender(sight).ifPresent(intent -> accepts(sight, intent, findings));
    } else if (joins.containsKey(subflow) && subflow.isInUse() && counted.add(subflow)) {
      for (Side side : Side.values()) {
        count(sight, side, findings);
      }
    }
  }

  private void announces(Sight sight, AddAddr option) {
    Optional<Party.Begin> begin = sight.sender().begin();
    if (!option.echo() && option.addressId() != 0 && begin.isPresent()) {
      announced
          .computeIfAbsent(sight.sender(), party -> new HashMap<>())
          .put(
              option.addressId(),
              new TcpEnd(
                  Hosts.plain(option.address()), option.port().orElse(begin.get().end().port())));
    }
  }

  private void removes(Sight sight, RemoveAddr option) {
    shaken.add(sight.connection());
    for (int id : option.addressIds()) {
      announced.getOrDefault(sight.sender(), new HashMap<>()).remove(id);
      joined.getOrDefault(sight.sender(), new HashSet<>()).remove(id);
    }
  }

  /** Judges a join by the announcements that its sender answered so far. */
  private void accepts(Sight sight, Intent intent, Findings findings) {
    TcpEnd to = sight.segment().destination();
    Optional<Integer> id =
        announced.getOrDefault(sight.receiver(), Map.of()).entrySet().stream()
            .filter(entry -> entry.getValue().equals(to))
            .map(Map.Entry::getKey)
            .findFirst();
    if (id.isEmpty() || sight.receiver().begin().filter(b -> b.end().equals(to)).isPresent()) {
      return;
    }
    Set<Integer> all = joined.computeIfAbsent(sight.receiver(), party -> new HashSet<>());
    all.add(id.get());
    OptionalInt most = intent.mostAccepted(begin(sight.connection()), sight.time());
    boolean meshes =
        intent.endpoints(sight.time()).stream().anyMatch(w -> w.has(EndpointFlag.FULLMESH));
    // With the flag C of its peer a host accepts one though its limit is 0.
    if (most.isEmpty()
        || meshes
        || (most.getAsInt() == 0 && sight.receiver().closedTo().isPresent())) {
      return;
    }
    // An announcement that comes while the last one is accepted is accepted, too.
    int late = most.getAsInt() == 0 ? 0 : 1;
    if (all.size() > most.getAsInt() + late) {
      findings.broken(
          sight,
          Rule.LIMIT_ACCEPTED,
          "a join to announced address "
              + all.size()
              + ", where the limit is add_addr_accepted "
              + most.getAsInt());
    }
  }

  private static Instant begin(Connection connection) {
    return connection.party(Side.INITIATOR).begin().map(Party.Begin::time).orElse(Instant.MIN);
  }

  private void count(Sight sight, Side side, Findings findings) {
    Connection connection = sight.connection();
    Optional<Intent> own = hosts.of(connection.party(side), sight.time());
    Optional<Intent> peer = hosts.of(connection.party(side.other()), sight.time());
    if (own.isEmpty()
        || peer.isEmpty()
        || shaken.contains(connection)
        || own.get().mayHaveClosedSubflows(sight.time())
        || peer.get().isRerouted(sight.time())) {
      return;
    }
    OptionalInt most = own.get().mostSubflows(begin(connection), sight.time());
    long now = connection.subflows().stream().filter(s -> counts(s, side)).count();
    if (most.isPresent() && now > most.getAsInt()) {
      String what =
          now + " subflows beside the first, where the limit is subflows " + most.getAsInt();
      if (side == sight.side()) {
        findings.broken(sight, Rule.LIMIT_SUBFLOWS, what);
      } else {
        findings.unanswered(sight, Rule.LIMIT_SUBFLOWS, what);
      }
    }
  }

  /** Kernels heed the limit where they accept a join, and where no announcement makes them join. */
  private boolean counts(Subflow subflow, Side side) {
    Join join = joins.get(subflow);
    return join != null && subflow.isInUse() && (join.by() != side || !join.answers());
  }
}
