// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Titles of crashes in the form that syzbot made usual on the kernel's lists. */
final class CrashTitle {
  /**
   * One form.
   *
   * @param of part of a headline
   * @param title with the groups of that part; {@code {}} is the function it is in
   */
  private record Form(Pattern of, String title) {}

  private static final Pattern ACCESS = Pattern.compile("^(Read|Write) of size ");
  private static final List<Form> FORMS =
      List.of(
          form("^Kernel panic - not syncing: (.*)", "kernel panic: $1"),
          form("^BUG: KASAN: ([\\w-]+)", "KASAN: $1{access}{}"),
          form("^BUG: KFENCE: ((?:[\\w-]+ )+?)in ", "KFENCE: $1{}"),
          form("^BUG: KFENCE: ([\\w-]+(?: [\\w-]+)*)", "KFENCE: $1{}"),
          form("^BUG: KCSAN: ([\\w-]+) in (\\S+) / (\\S+)", "KCSAN: $1 in $2 / $3"),
          form("^BUG: (KMSAN|KCSAN): ([\\w-]+)", "$1: $2{}"),
          form("^UBSAN: ([\\w-]+)", "UBSAN: $1{}"),
          form("soft lockup", "BUG: soft lockup{}"),
          form("workqueue lockup", "BUG: workqueue lockup"),
          form("hard LOCKUP", "BUG: hard lockup{}"),
          form("CSD lock", "BUG: CSD lock stuck{}"),
          form("general protection fault", "general protection fault{}"),
          form("(double fault|divide error|stack segment|int3|invalid opcode)", "$1{}"),
          form(
              "NULL pointer dereference",
              "BUG: unable to handle kernel NULL pointer dereference{}"),
          form(
              "unable to handle (?:kernel )?(?:page fault|paging request)",
              "BUG: unable to handle kernel paging request{}"),
          form("^Unable to handle ", "BUG: unable to handle kernel paging request{}"),
          form("^[kK]ernel BUG at ", "kernel BUG{}"),
          form(
              "possible .*(?:circular|recursive|inversion)|unsafe lock order|circular locking deadlock",
              "possible deadlock{}"),
          form("inconsistent (?:lock state|\\{)", "inconsistent lock state{}"),
          form("(suspicious RCU usage)", "WARNING: $1{}"),
          form("[Ii]nvalid wait context", "BUG: invalid wait context{}"),
          form("(bad unlock balance|bad contention|held lock freed)", "WARNING: $1{}"),
          form("(still has locks held|lock held when returning to user space)", "WARNING: $1{}"),
          form("[Nn]ested lock was not taken", "WARNING: nested lock was not taken{}"),
          form("(trying to register non-static key)", "INFO: $1{}"),
          form("^BUG: using (\\w+\\(\\)) in preemptible", "BUG: using $1 in preemptible code{}"),
          form("^BUG: (sleeping function called from invalid context)", "BUG: $1{}"),
          form("^BUG: (scheduling while atomic|workqueue leaked lock or atomic)", "BUG: $1{}"),
          form("^BUG: (Bad page state|Bad page map|spinlock [a-z ]+|rwlock [a-z ]+)", "BUG: $1{}"),
          form("^BUG (\\S+).*?\\): (.*)", "BUG: $2 ($1){}"),
          form("^refcount_t: ", "WARNING: refcount bug{}"),
          form("^WARNING: ", "WARNING{}"),
          form("^INFO: task .* can't die ", "INFO: task can't die{}"),
          form("^INFO: task ", "INFO: task hung{}"),
          form("^unregister_netdevice: ", "unregister_netdevice: waiting for DEV to become free"),
          form("INFO: rcu_\\S+ ", "INFO: rcu detected stall{}"),
          form("^kmemleak: ", "memory leak{}"),
          form("[Oo]ut of memory", "out of memory"));

  private CrashTitle() {}

  private static Form form(String of, String title) {
    return new Form(Pattern.compile(of), title);
  }

  /**
   * The title of a crash.
   *
   * @param lines of its report, for what its headline does not say
   */
  static String of(String headline, List<String> frames, List<String> lines) {
    for (Form form : FORMS) {
      Matcher matcher = form.of().matcher(headline);
      if (matcher.find()) {
        StringBuilder title = new StringBuilder(form.title());
        for (int group = matcher.groupCount(); group > 0; group--) {
          replace(title, "$" + group, Optional.ofNullable(matcher.group(group)).orElse("").strip());
        }
        replace(title, "{access}", access(lines));
        replace(title, "{}", frames.isEmpty() ? "" : " in " + frames.get(0));
        return withoutNumbers(title.toString());
      }
    }
    return withoutNumbers(headline);
  }

  private static String access(List<String> lines) {
    return lines.stream()
        .map(line -> ACCESS.matcher(ConsoleLine.textOf(line)))
        .filter(Matcher::find)
        .map(access -> " " + access.group(1))
        .findFirst()
        .orElse("");
  }

  private static void replace(StringBuilder text, String what, String with) {
    int at = text.indexOf(what);
    if (at >= 0) {
      text.replace(at, at + what.length(), with);
    }
  }

  /** A text without what differs each time: addresses and numbers. */
  static String withoutNumbers(String text) {
    return text.replaceAll("0x[0-9a-f]+|\\b[0-9a-f]{8,16}\\b", "X")
        .replaceAll("\\b\\d+\\b", "N")
        .strip();
  }
}
