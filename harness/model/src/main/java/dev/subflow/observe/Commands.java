// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.guest.CommandResult;
import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the commands of a test printed, and how they ended. */
final class Commands {
  private static final int MOST = 1000;

  /** Messages of the rest of the kernel are of the machine: its clocks, its boot. */
  private static final Pattern NETWORK =
      Pattern.compile("(?i)tcp|subflow|sock|skb|netlink|netdev|ipv[46]|WARNING|BUG");

  private final Map<String, List<String>> events = new LinkedHashMap<>();
  private final Map<String, List<String>> sockets = new LinkedHashMap<>();
  private final Map<String, List<String>> subflows = new LinkedHashMap<>();
  private final Map<String, List<String>> answers = new LinkedHashMap<>();
  private final Map<String, Set<String>> ends = new LinkedHashMap<>();
  private final Map<String, Integer> puppets = new LinkedHashMap<>();
  private final Map<String, Set<String>> messages = new LinkedHashMap<>();

  void take(CommandResult result) {
    List<String> argv = result.argv();
    if (argv.get(0).equals("mptcp-puppet")) {
      answers(result);
    }
    String line = String.join(" ", argv);
    if (line.endsWith("ip mptcp monitor")) {
      List<String> told = events.computeIfAbsent(result.guest(), g -> new ArrayList<>());
      EventWords.of(EventLog.parse(result.stdout())).stream()
          .limit(MOST - told.size())
          .forEach(told::add);
    } else if (argv.get(0).equals("dmesg")) {
      Set<String> some = messages.computeIfAbsent(result.guest(), g -> new LinkedHashSet<>());
      result
          .stdout()
          .lines()
          .filter(l -> NETWORK.matcher(l).find())
          .limit(MOST - some.size())
          .map(MessageWords::of)
          .forEach(some::add);
    } else if (isSubflows(argv)) {
      List<String> lines = SubflowWords.of(SubflowTable.parse(result.stdout()));
      if (!lines.isEmpty()) {
        subflows.put(result.guest(), lines);
      }
    } else if (isSockets(argv)) {
      List<String> lines = SocketWords.of(SocketTable.parse(result.stdout()));
      if (!lines.isEmpty()) {
        // A test that waits for something asks again and again; what it waited for counts.
        sockets.put(result.guest(), lines);
      }
    } else if (!result.isSuccess()) {
      Set<String> some = ends.computeIfAbsent(result.guest(), g -> new TreeSet<>());
      if (some.size() < MOST) {
        some.add(end(result));
      }
    }
  }

  /** One host may have several puppets, which are told apart by which of them ended first. */
  private void answers(CommandResult result) {
    if (answers.size() < MOST) {
      String host = result.guest();
      int number = puppets.merge(host, 1, Integer::sum);
      AnswerWords.of(result.stdout())
          .forEach((kind, lines) -> answers.put(host + "/" + number + "/" + kind, lines));
    }
  }

  private static boolean isSubflows(List<String> argv) {
    return argv.get(0).equals("ss")
        && argv.stream().anyMatch(a -> a.startsWith("-") && a.contains("t") && a.contains("i"))
        && !isSockets(argv);
  }

  private static boolean isSockets(List<String> argv) {
    return argv.get(0).equals("ss")
        && argv.stream().anyMatch(a -> a.startsWith("-") && a.contains("M"));
  }

  /** Such as {@code ip mptcp endpoint: exit code 2, RTNETLINK answers: File exists}. */
  private static String end(CommandResult result) {
    String program = result.argv().get(0);
    String name = program.substring(program.lastIndexOf('/') + 1);
    String how = result.timedOut() ? "timed out" : result.exit().toString();
    String why = result.stderr().lines().findFirst().map(l -> ", " + MessageWords.of(l)).orElse("");
    return name + ": " + how + why;
  }

  void into(PartCollector parts) {
    events.forEach((host, lines) -> parts.put("events/" + host, lines));
    sockets.forEach((host, lines) -> parts.put("sockets/" + host, lines));
    subflows.forEach((host, lines) -> parts.put("subflows/" + host, lines));
    answers.forEach((puppet, lines) -> parts.put("answers/" + puppet, lines));
    ends.forEach((host, lines) -> parts.put("programs/" + host, List.copyOf(lines)));
    messages.forEach((host, lines) -> parts.put("kernel/" + host, List.copyOf(lines)));
  }
}
