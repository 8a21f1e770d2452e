// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.CrashSummary;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What makes two crashes the same: the line that gave them away and its place, no numbers. */
final class Fingerprint {
  // guest "server": its kernel printed a splat, WARNING: WARNING: net/mptcp/pm.c:1 at f+0x1/0x2
  private static final Pattern SPLAT =
      Pattern.compile(
          "(?m)(?:^|its kernel printed a splat, )(?:[A-Z_]+: )?"
              + "((?:BUG|WARNING|UBSAN|Oops|Kernel panic|kernel BUG|general protection|refcount_t|"
              + "INFO|kmemleak|rcu|watchdog|Out of memory|divide error|invalid opcode)\\b.*)$");
  // [    3.141592][  T123]
  private static final Pattern STAMP =
      Pattern.compile("(?m)^\\[ *\\d+\\.\\d{6}\\](?:\\[ *[TC]\\d+\\])? ?");
  // RIP: 0010:mptcp_close+0x12/0x34
  private static final Pattern PLACE =
      Pattern.compile("\\bRIP: 0010:([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/");
  private static final List<String> VARYING =
      List.of(
          // f+0x1/0x2, CPU#0: swapper/0/0; older ones begin with "CPU: 0 PID: 1 at", which stays
          ", CPU[#:].*$",
          // watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kworker/0:1:17]
          " - CPU#\\d+ stuck.*$",
          "\\+0x[0-9a-f]+/0x[0-9a-f]+",
          "0x[0-9a-f]+",
          "\\b[0-9a-f]{12,16}\\b",
          "(?i)\\bcpu[#:]? ?\\d+",
          "(?i)\\bpid:? ?\\d+",
          "\\[#\\d+\\]",
          ", (comm: )?[^ ,/]+/\\d+(:\\S+)?$",
          ":\\d+\\b",
          "\\d+");
  private static final Pattern STARVED =
      Pattern.compile(
          "(?i)lockup|rcu.*(stall|detected)|hung_task|blocked for more than|out.of.memory");

  private Fingerprint() {}

  /** Those of a result; none unless it is a crash. */
  static List<String> of(TestResult result) {
    if (result.verdict() != Verdict.CRASH) {
      return List.of();
    }
    List<String> named =
        result.crashes().stream().map(CrashSummary::fingerprint).distinct().toList();
    return named.isEmpty() ? List.of(ofText(result.message().orElse(""))) : named;
  }

  /** That of the text of a crash. */
  static String ofText(String message) {
    String headline = headline(message);
    for (String varying : VARYING) {
      headline = headline.replaceAll(varying, "");
    }
    Matcher place = PLACE.matcher(message);
    boolean known = place.find() && !headline.contains(place.group(1));
    return headline.replaceAll("\\s+", " ").strip() + (known ? " in " + place.group(1) : "");
  }

  /** The line that gave the crash away; the first one where none is known. */
  static String headline(String message) {
    String bare = STAMP.matcher(message).replaceAll("");
    Matcher splat = SPLAT.matcher(bare);
    return splat.find() ? splat.group(1).strip() : bare.lines().findFirst().orElse("").strip();
  }

  /** Whether a machine that gives the guest too little time or memory explains it as well. */
  static boolean mayBeTheMachine(String fingerprint) {
    return STARVED.matcher(fingerprint).find();
  }
}
