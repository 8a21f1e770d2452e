// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Segment;
import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What else than a fault of its sender may explain that a segment seems to break a rule. */
final class Doubts {
  private static final Set<Rule> OF_ADDRESSES =
      EnumSet.of(
          Rule.ADDRESS_ID,
          Rule.ONE_ID,
          Rule.JOIN_DENIED,
          Rule.ENDPOINT_JOIN,
          Rule.ENDPOINT_ID,
          Rule.ENDPOINT_PORT,
          Rule.ENDPOINT_BACKUP,
          Rule.ENDPOINT_ANNOUNCED,
          Rule.LIMIT_SUBFLOWS,
          Rule.LIMIT_ACCEPTED);

  private final Circumstances.Ways ways;
  private final Map<String, Set<Rule>> reasons = new LinkedHashMap<>();
  private int incompleteFrom = Integer.MAX_VALUE;
  private int cutFrames;

  Doubts(PacketTrace trace, Circumstances.Ways ways) {
    this.ways = ways;
    trace.gaps().forEach(gap -> lacksFrames(0, "the capture has a gap: " + gap));
    if (trace.missingFrames() > 0) {
      lacksFrames(0, "the capture lacks " + trace.missingFrames() + " frames");
    }
  }

  private void lacksFrames(int from, String why) {
    incompleteFrom = Math.min(incompleteFrom, from);
    note(why, rules(Rule.Needs.EVERYTHING, Rule.Needs.ANSWER));
  }

  private static Set<Rule> rules(Rule.Needs... needs) {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    Stream.of(Rule.values()).filter(r -> List.of(needs).contains(r.needs())).forEach(rules::add);
    return rules;
  }

  private void note(String why, Set<Rule> rules) {
    reasons.computeIfAbsent(why, w -> EnumSet.noneOf(Rule.class)).addAll(rules);
  }

  /** Takes note of a frame that can't be read. */
  void unreadable(int number) {
    if (incompleteFrom == Integer.MAX_VALUE) {
      lacksFrames(number, "frame " + number + " and maybe others can't be read as TCP");
    }
  }

  /** Takes note of a join whose SYN was not seen, so that its data is not followed. */
  void lacksSynOfJoin(int number) {
    if (incompleteFrom == Integer.MAX_VALUE) {
      lacksFrames(number, "the SYN of a join is not in the capture, see frame " + number);
    }
  }

  /** Takes note of what the capture has of a segment. */
  void sees(Segment segment) {
    if (segment.payloadBuffer().remaining() < segment.payloadLength()) {
      cutFrames++;
    }
  }

  /** Takes note of a host that is not judged by what it was told. */
  void unknown(String host, String why) {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    Stream.of(Rule.values()).filter(r -> r.level() == Rule.Level.CONFIGURED).forEach(rules::add);
    note("nobody knows what the path manager of " + host + " was told: " + why, rules);
  }

  /** Why a segment may seem to break a rule though its sender does not. */
  Optional<String> explain(Sight sight, Rule rule) {
    return interference(sight, rule)
        .map(i -> "something on the way of " + i.nic() + " explains it: " + i.what())
        .or(() -> incomplete(sight, rule))
        .map(
            why -> {
              note(why, EnumSet.of(rule));
              return why;
            });
  }

  private Optional<Interference> interference(Sight sight, Rule rule) {
    Optional<Interference> here =
        sight.interferences().stream().filter(i -> explains(i, rule, rule.reads())).findFirst();
    Optional<Interference> before =
        sight.connection().met().stream()
            .filter(i -> rule.needs() != Rule.Needs.FRAME || !rule.remembers().isEmpty())
            .filter(i -> explains(i, rule, rule.remembers()))
            .findFirst();
    Optional<Interference> found = here.or(() -> before);
    return found.isPresent() || rule.needs() != Rule.Needs.ANSWER
        ? found
        : sight.connection().nics().stream().flatMap(nic -> ways.loss(nic).stream()).findFirst();
  }

  private static boolean explains(Interference i, Rule rule, Set<MptcpSubtype> options) {
    return switch (i.kind()) {
      case ANYTHING -> true;
      case OPTIONS -> i.subtypes().stream().anyMatch(options::contains);
      case ADDRESSES -> OF_ADDRESSES.contains(rule);
      // Payload that is not its host's is not compared, and lost frames are in no capture.
      case LOSS, DAMAGE, PAYLOAD -> false;
    };
  }

  private Optional<String> incomplete(Sight sight, Rule rule) {
    if (rule.needs() == Rule.Needs.FRAME) {
      return Optional.empty();
    }
    if (sight.number() >= incompleteFrom) {
      return Optional.of("frames are missing or can't be read");
    }
    return sight.connection().isIncomplete()
        ? Optional.of("TCP acknowledges bytes of a connection that the capture does not have")
        : Optional.empty();
  }

  /** What was not judged, for reasons of the whole capture. */
  List<Unjudged> unjudged(Subflows subflows) {
    if (cutFrames > 0) {
      note(
          cutFrames + " frames are cut, so that their payload can't be compared",
          EnumSet.of(Rule.DATA_SAME, Rule.DATA_CHECKSUM));
    }
    if (subflows.unfollowed() > 0) {
      note(
          "the SYN of "
              + subflows.unfollowed()
              + " TCP connections with MPTCP options is not in the capture",
          EnumSet.of(Rule.JOIN_TOKEN));
    }
    for (Connection connection : subflows.connections()) {
      connection(connection);
    }
    List<Unjudged> all = new ArrayList<>();
    reasons.forEach((why, rules) -> all.add(new Unjudged(rules, why)));
    return all;
  }

  private void connection(Connection connection) {
    if (connection.isIncomplete()) {
      note(
          "TCP acknowledges bytes of a connection that the capture does not have",
          rules(Rule.Needs.EVERYTHING, Rule.Needs.ANSWER));
    }
    for (Side side : Side.values()) {
      if (connection.party(side).data().bytes().forgot()) {
        note(
            "only the last " + (Ranges.WINDOW >> 20) + " MiB of the data are kept to compare with",
            EnumSet.of(Rule.DATA_SAME));
      }
    }
    boolean tooMany =
        connection.subflows().stream()
            .anyMatch(s -> s.half(true).sums().gaveUp() || s.half(false).sums().gaveUp());
    if (tooMany) {
      note("a subflow has more mappings than payload", EnumSet.of(Rule.DATA_CHECKSUM));
    }
  }

  /** Whether a frame was damaged on its way, so that its receiver drops it. */
  static boolean isDamaged(CapturedFrame frame, List<Interference> interferences) {
    return interferences.stream().anyMatch(i -> i.kind() == Interference.Kind.DAMAGE)
        && !frame.frame().hasRightChecksums();
  }
}
