// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.audit.Step.Anything;
import dev.subflow.audit.Step.Nothing;
import dev.subflow.guest.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads commands for what they mean for path managers; what it does not know may do anything. */
final class Steps {
  /** Programs that can't tell a path manager anything, whatever their arguments. */
  private static final Set<String> HARMLESS =
      Set.of(
          "cat",
          "date",
          "dmesg",
          "echo",
          "ethtool",
          "false",
          "find",
          "flow",
          "grep",
          "head",
          "iperf3",
          "kill",
          "ls",
          "lsmod",
          "mkdir",
          "mptcp-client",
          "mptcp-puppet",
          "mptcp-server",
          "mptcp-socket",
          "nc",
          "nstat",
          "ping",
          "ps",
          "rm",
          "sha256sum",
          "sleep",
          "socat",
          "ss",
          "tail",
          "tcpdump",
          "test",
          "true",
          "uname",
          "wc");

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash");

  /** A script of plain words, with nothing between them but ends of commands. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=+, ;|&\n-]*");

  /**
   * Settings by which another path manager comes to be in charge, or a host sends others' frames.
   */
  private static final Pattern SETTING = Pattern.compile("pm_type|path_manager|forward");

  private static final Pattern KERNEL = Pattern.compile("(kernel|0)\\s*");

  private Steps() {}

  static List<Step> of(Command command) {
    if (command.netns().isPresent()) {
      return List.of(new Anything("a command ran in another network namespace"));
    }
    return of(command.argv(), new String(command.stdin(), StandardCharsets.UTF_8));
  }

  /** Whether a setting leaves a path manager, and the way of frames, as they are by default. */
  static boolean isHarmless(String setting, String value) {
    return !SETTING.matcher(setting).find()
        || (!setting.contains("forward") && KERNEL.matcher(value).matches())
        || (setting.contains("forward") && value.strip().equals("0"));
  }

  private static List<Step> of(List<String> argv, String stdin) {
    String name = argv.get(0).substring(argv.get(0).lastIndexOf('/') + 1);
    List<String> words = argv.subList(1, argv.size());
    if (name.equals("stdbuf") && words.size() > 1 && words.get(0).startsWith("-")) {
      return of(words.subList(1, words.size()), stdin);
    }
    if (name.equals("ip")) {
      return IpWords.read(words, stdin);
    }
    if (name.equals("mptcp-pm") && !words.isEmpty()) {
      // Its other orders are for userspace path managers: the kernel's own refuses them.
      return words.get(0).equals("endpoint")
          ? List.of(IpWords.add(words.subList(1, words.size())))
          : List.of(new Nothing());
    }
    if (SHELLS.contains(name) && words.size() == 2 && words.get(0).matches("-e?c")) {
      return script(words.get(1));
    }
    boolean known =
        HARMLESS.contains(name)
            || (name.equals("tee") && words.stream().allMatch(w -> isHarmless(w, stdin)))
            || (name.equals("sysctl") && words.stream().allMatch(Steps::isHarmlessSysctl))
            || (name.equals("tc") && words.contains("qdisc"));
    return List.of(
        known
            ? new Nothing()
            : new Anything("`" + String.join(" ", argv) + "` may have told it anything"));
  }

  private static boolean isHarmlessSysctl(String word) {
    int equals = word.indexOf('=');
    return equals < 0
        ? !word.startsWith("-") || word.equals("-w") || word.equals("-q") || word.equals("-n")
        : isHarmless(word.substring(0, equals), word.substring(equals + 1));
  }

  private static List<Step> script(String text) {
    if (!PLAIN.matcher(text).matches()) {
      return List.of(new Anything("a script may have done anything"));
    }
    List<Step> steps = new ArrayList<>();
    Arrays.stream(text.split("[;|&\n]+"))
        .filter(line -> !line.isBlank())
        .forEach(line -> steps.addAll(of(words(line), "")));
    return steps;
  }

  static List<String> words(String line) {
    return List.of(line.strip().split("\\s+"));
  }
}
