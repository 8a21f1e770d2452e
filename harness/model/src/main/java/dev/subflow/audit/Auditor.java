// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through a capture once. */
final class Auditor implements Findings {
  /** More than that of one rule tell nothing more. */
  private static final int MOST_OF_A_RULE = 100;

  private final Circumstances.Ways ways;
  private final Doubts doubts;
  private final Subflows subflows;
  private final List<Check> checks;
  private final Map<Key, Finding> first = new LinkedHashMap<>();
  private final Map<Rule, Integer> ofRule = new LinkedHashMap<>();
  private int segments;

  /** A rule is told of once for each way of a subflow. */
  private record Key(Rule rule, Half half) {}

  Auditor(PacketTrace trace, Circumstances circumstances) {
    ways = circumstances.ways();
    doubts = new Doubts(trace, ways);
    subflows = new Subflows(doubts);
    circumstances
        .intents()
        .forEach((host, intent) -> intent.unknown().ifPresent(why -> doubts.unknown(host, why)));
    Hosts hosts = new Hosts(circumstances.intents());
    checks =
        List.of(
            new HandshakeCheck(),
            new JoinCheck(),
            new AddressCheck(),
            new CloseCheck(),
            new MappingCheck(),
            new DataCheck(),
            new EndpointCheck(hosts),
            new LimitCheck(hosts));
  }

  Audit audit(PacketTrace trace) {
    int number = 0;
    for (CapturedFrame frame : trace.frames()) {
      see(frame, ++number);
    }
    end();
    List<Finding> findings = new ArrayList<>(first.values());
    findings.sort(Comparator.comparingInt(Finding::number));
    return new Audit(findings, subflows.connections().size(), segments, doubts.unjudged(subflows));
  }

  private void see(CapturedFrame frame, int number) {
    Optional<Segment> segment = frame.frame().tcp();
    List<Interference> interferences = ways.inForce(frame.nic().name(), frame.time());
    if (Doubts.isDamaged(frame, interferences)) {
      return;
    }
    if (segment.isEmpty()) {
      if (frame.frame().unreadable().isPresent()) {
        doubts.unreadable(number);
      }
      return;
    }
    segments++;
    doubts.sees(segment.get());
    subflows
        .see(frame, number, segment.get(), interferences)
        .ifPresent(
            sight -> {
              sight.connection().crosses(frame.nic().name(), interferences);
              sight.sender().seen(frame.time());
              if (sight.subflow().kind() == Subflow.Kind.INITIAL && !sight.isBehindHandshake()) {
                sight.sender().begins(sight.host(), sight.segment().source(), frame.time());
              }
              checks.forEach(check -> check.see(sight, this));
            });
  }

  private void end() {
    checks.forEach(check -> check.end(this));
    subflows
        .connections()
        .forEach(connection -> checks.forEach(check -> check.end(connection, this)));
    subflows.ofNobody().forEach(this::ofNobody);
  }

  /** A join that is accepted is of a connection whose begin is not in the capture. */
  private void ofNobody(Subflow subflow, Sight syn) {
    boolean accepted = subflow.isAnswered() && subflow.kind() == Subflow.Kind.JOINED;
    if (!accepted && !subflows.connections().isEmpty() && subflows.unfollowed() == 0) {
      broken(syn, Rule.JOIN_TOKEN, syn.segment().mptcp() + ", a token of no connection");
    }
  }

  @Override
  public void broken(Sight sight, Rule rule, String what) {
    found(sight, new Finding(rule, sight.host(), what, sight.frame(), sight.number()));
  }

  @Override
  public void unanswered(Sight sight, Rule rule, String what) {
    found(sight, new Finding(rule, sight.peer(), what, sight.frame(), sight.number()));
  }

  private void found(Sight sight, Finding finding) {
    Rule rule = finding.rule();
    Key key = new Key(rule, sight.half());
    if (!first.containsKey(key)
        && ofRule.getOrDefault(rule, 0) < MOST_OF_A_RULE
        && doubts.explain(sight, rule).isEmpty()) {
      first.put(key, finding);
      ofRule.merge(rule, 1, Integer::sum);
    }
  }
}
