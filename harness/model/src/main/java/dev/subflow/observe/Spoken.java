// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MpPrio;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What one host said on one subflow: data and acknowledgements folded, options in order. */
final class Spoken {
  /** Memory for what a hostile guest sends; far more than is kept of a part. */
  private static final int MOST = 1000;

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> times = new LinkedHashMap<>();
  private final Set<String> once = new LinkedHashSet<>();
  private final Set<String> forms = new TreeSet<>();
  private long highest = -1;
  private boolean finished;
  private boolean reset;

  /** Takes the next segment of this host. */
  void hear(Segment segment, OptionalLong own, OptionalLong peer) {
    if (isRepeated(segment)) {
      return;
    }
    finished |= segment.has(TcpFlag.FIN);
    reset |= segment.has(TcpFlag.RST);
    List<String> words = new ArrayList<>();
    boolean dataFin = false;
    for (DecodedOption option : segment.mptcp()) {
      if (option.option() instanceof Dss dss) {
        note(forms, OptionWords.form(dss) + deviations(option));
        dataFin |= dss.dataFin();
      } else {
        String text = OptionWords.of(option, own, peer);
        words.add(text);
        if (isSignal(option)) {
          times.merge(text, 1, Integer::sum);
        }
      }
    }
    if (dataFin) {
      once("DSS DATA_FIN");
    }
    String kind = kind(segment);
    if (kind.isEmpty()) {
      segment.mptcp().stream()
          .filter(o -> !(o.option() instanceof Dss))
          .forEach(o -> say(o, OptionWords.of(o, own, peer)));
    } else {
      once((kind + " " + String.join(", ", words)).strip());
    }
  }

  private void say(DecodedOption option, String text) {
    if (option.option() instanceof MpCapable || option.option() instanceof MpJoin) {
      once(text);
    } else if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(text)) {
      add(text);
    }
  }

  private void once(String text) {
    if (once.size() < MOST && once.add(text)) {
      add(text);
    }
  }

  private void add(String text) {
    if (lines.size() < MOST) {
      lines.add(text);
    }
  }

  private static void note(Set<String> some, String text) {
    if (some.size() < MOST) {
      some.add(text);
    }
  }

  private static String deviations(DecodedOption option) {
    return option.conforms() ? "" : " [!" + String.join("; ", option.deviations()) + "]";
  }

  /** Options that are sent again by a timer of MPTCP, or by mistake, on segments of their own. */
  private static boolean isSignal(DecodedOption option) {
    return option.option() instanceof AddAddr
        || option.option() instanceof RemoveAddr
        || option.option() instanceof MpPrio;
  }

  private static String kind(Segment segment) {
    if (segment.has(TcpFlag.SYN)) {
      return segment.has(TcpFlag.ACK) ? "SYN/ACK" : "SYN";
    }
    return segment.has(TcpFlag.RST) ? "RST" : segment.has(TcpFlag.FIN) ? "FIN" : "";
  }

  /** Whether all that it has in the sequence was sent before, as TCP does by its own timers. */
  private boolean isRepeated(Segment segment) {
    long next = segment.nextSequence();
    if (next == segment.sequence()) {
      return false;
    }
    // Sequence numbers wrap; what is sent is near what was sent.
    boolean repeated = highest >= 0 && (int) (next - highest) <= 0;
    if (!repeated) {
      highest = next;
    }
    return repeated;
  }

  /** Such as {@code FIN}; {@code nothing} where the host did not end it. */
  String end() {
    return reset ? "RST" : finished ? "FIN" : "nothing";
  }

  List<String> lines() {
    return lines;
  }

  /** Forms of the data sequence signals, sorted. */
  List<String> forms() {
    return List.copyOf(forms);
  }

  /** Options that came more than once, with how often. */
  List<String> repeats() {
    return times.entrySet().stream()
        .filter(e -> e.getValue() > 1)
        .map(e -> e.getKey() + " x" + e.getValue())
        .toList();
  }
}
