// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.mptcp.EndpointFlag;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Joins, announcements and removals against the endpoints of their host. */
final class EndpointCheck implements Check {
  private final Hosts hosts;
  // What is sent again was decided on before.
  private final Set<Half> begun = new HashSet<>();

  EndpointCheck(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public void see(Sight sight, Findings findings) {
    if (!sight.isOfConnection()) {
      return;
    }
    hosts.sender(sight).ifPresent(intent -> see(sight, intent, findings));
  }

  private void see(Sight sight, Intent intent, Findings findings) {
    if (sight.subflow().kind() == Subflow.Kind.JOINED && !sight.isBehindHandshake()) {
      sight.segment().options(MpJoin.Syn.class).forEach(syn -> join(sight, intent, syn, findings));
      sight
          .segment()
          .options(MpJoin.SynAck.class)
          .filter(synAck -> begun.add(sight.half()))
          .forEach(synAck -> backup(sight, synAck.backup(), looked(sight, intent), findings));
    }
    sight
        .segment()
        .options(AddAddr.class)
        .filter(option -> !option.echo())
        .forEach(option -> announced(sight, intent, option, findings));
    sight
        .segment()
        .options(RemoveAddr.class)
        .flatMap(option -> option.addressIds().stream())
        .filter(
            id ->
                intent.removals(sight.time()).stream()
                    .noneMatch(r -> r.mayBeTold(id, first(sight))))
        .forEach(
            id ->
                findings.broken(
                    sight,
                    Rule.ENDPOINT_REMOVED,
                    "REMOVE_ADDR id=" + id + ", where no endpoint with that ID was deleted"));
  }

  private static Optional<InetAddress> first(Sight sight) {
    return sight.sender().begin().map(begin -> begin.end().address());
  }

  private static boolean isFirst(Sight sight, InetAddress address) {
    return first(sight).filter(address::equals).isPresent();
  }

  private void join(Sight sight, Intent intent, MpJoin.Syn syn, Findings findings) {
    if (!begun.add(sight.half())) {
      return;
    }
    port(sight, findings);
    TcpEnd source = sight.segment().source();
    // To an announced address the kernel joins from wherever its routes say.
    boolean anywhere =
        sight.receiver().hasAnnounced(sight.segment().destination().address())
            || isFirst(sight, source.address());
    if (anywhere) {
      backup(sight, syn.backup(), looked(sight, intent), findings);
      return;
    }
    List<Wanted> from =
        intent.endpoints(sight.time()).stream()
            .filter(wanted -> wanted.isOf(source.address()) && wanted.has(EndpointFlag.SUBFLOW))
            .toList();
    if (from.isEmpty()) {
      findings.broken(
          sight,
          Rule.ENDPOINT_JOIN,
          "a join from "
              + source.address().getHostAddress()
              + ", which had no endpoint with the flag subflow, to "
              + sight.segment().destination()
              + ", which was not announced");
      return;
    }
    id(sight, intent, syn, findings);
    Set<Boolean> possible = new TreeSet<>();
    from.forEach(wanted -> possible.addAll(wanted.backup(sight.time())));
    backup(sight, syn.backup(), possible, findings);
  }

  private static void id(Sight sight, Intent intent, MpJoin.Syn syn, Findings findings) {
    InetAddress source = sight.segment().source().address();
    List<Wanted> of =
        intent.endpoints(sight.time()).stream().filter(wanted -> wanted.isOf(source)).toList();
    if (!isIdOf(of, syn.addressId())) {
      findings.broken(sight, Rule.ENDPOINT_ID, syn + " with another ID than of " + of);
    }
  }

  /** The kernel knows no other ports of its peer. */
  private static void port(Sight sight, Findings findings) {
    TcpEnd to = sight.segment().destination();
    Optional<Party.Begin> first = sight.receiver().begin();
    boolean known =
        first.isEmpty()
            || first.get().end().port() == to.port()
            || sight.receiver().hasAnnounced(to);
    if (!known) {
      findings.broken(
          sight,
          Rule.ENDPOINT_PORT,
          "a join to " + to + ", where the first subflow goes to port " + first.get().end().port());
    }
  }

  /**
   * What the flag may be that the kernel looks up by the local end; without an endpoint not set.
   */
  private static Set<Boolean> looked(Sight sight, Intent intent) {
    List<Wanted> found = intent.endpoints(sight.segment().source(), sight.time());
    Set<Boolean> possible = new TreeSet<>();
    found.stream()
        .filter(wanted -> !wanted.isGone(sight.time()))
        .forEach(wanted -> possible.addAll(wanted.backup(sight.time())));
    if (found.stream().noneMatch(wanted -> wanted.isThere(sight.time()))) {
      possible.add(false);
    }
    return possible;
  }

  private static void backup(Sight sight, boolean flag, Set<Boolean> possible, Findings findings) {
    if (!possible.contains(flag)) {
      findings.broken(
          sight,
          Rule.ENDPOINT_BACKUP,
          sight.segment().mptcp()
              + (flag ? " with" : " without")
              + " the flag B, where the endpoint of "
              + sight.segment().source().address().getHostAddress()
              + (flag ? " is not backup" : " is backup"));
    }
  }

  private static void announced(Sight sight, Intent intent, AddAddr option, Findings findings) {
    InetAddress address = Hosts.plain(option.address());
    List<Wanted> of =
        intent.endpoints(sight.time()).stream()
            .filter(wanted -> wanted.has(EndpointFlag.SIGNAL))
            .filter(wanted -> wanted.isOf(address, option.port()))
            .toList();
    int id = option.addressId();
    if (of.isEmpty()) {
      findings.broken(
          sight, Rule.ENDPOINT_ANNOUNCED, option + ", which no endpoint has with the flag signal");
    } else if (!isIdOf(of, id) && !(id == 0 && isFirst(sight, address))) {
      findings.broken(sight, Rule.ENDPOINT_ANNOUNCED, option + " with another ID than of " + of);
    }
  }

  private static boolean isIdOf(List<Wanted> endpoints, int id) {
    return endpoints.stream()
        .map(Wanted::id)
        .anyMatch(known -> known.equals(OptionalInt.of(id)) || (known.isEmpty() && id != 0));
  }
}
