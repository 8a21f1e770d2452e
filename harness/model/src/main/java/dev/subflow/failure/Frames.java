// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Functions that a splat's trace names, innermost first, without those that only report or help.
 * Source of the marks: {@code show_trace_log_lvl} in {@code arch/x86/kernel/dumpstack.c}.
 */
final class Frames {
  private static final int KEPT = 4;
  private static final Set<Splat.Kind> STALLS = Set.of(Splat.Kind.LOCKUP, Splat.Kind.RCU_STALL);
  private static final String FUNCTION = "([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+";

  //  ? mptcp_close+0x12/0x34 [mod]
  //  [<ffffffff81234567>] mptcp_close+0x12/0x34, before 4.10 and in front of kmemleak's before 6.8
  //  <IRQ>  [<ffffffff81234567>] dump_stack+0x12/0x34
  private static final Pattern FRAME =
      Pattern.compile(
          "^[ \\t]+(?:<[/A-Z]{1,12}> +)?(?:\\[<[^>]{0,20}>\\] +)?(\\? )?(?:\\[<[^>]{0,20}>\\] )?"
              + FUNCTION
              + ".*");
  // RIP: 0010:mptcp_close+0x12/0x34     RIP: 0010:[<ffffffff81234567>]  [<ffffffff81234567>]
  // f+0x1/0x2
  // IP: mptcp_close+0x12/0x34, before 4.14     pc : mptcp_close+0x12/0x34, of arm64
  private static final Pattern PC =
      Pattern.compile(
          "^(?:RIP: 0010:|IP: | ?pc : |PC is at )(?: ?\\[<[^>]{0,20}>\\] +){0,2}"
              + FUNCTION
              + ".*");
  // BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34     at: mptcp_close+0x12/0x34
  private static final Pattern PLACE =
      Pattern.compile("\\b(?:in|at|at:) (?:\\[<[^>]{0,20}>\\] )?" + FUNCTION);
  // WARNING: CPU: 0 PID: 1 at net/mptcp/protocol.c:1 mptcp_close+0x12/0x34
  private static final Pattern WARNED = Pattern.compile("^WARNING: .*? " + FUNCTION);
  // caller is mptcp_incoming_options+0x4f1/0x2c40
  private static final Pattern CALLER = Pattern.compile("^caller is " + FUNCTION);
  // mptcp_close.constprop.0, mptcp_close.cold, kmalloc_noprof
  private static final Pattern VARIANT =
      Pattern.compile("(?:\\.(?:constprop|isra|part|cold|lto_priv|llvm)\\b.*|_noprof)+$");
  // what follows is another trace: how something was allocated, or of another task
  private static final Pattern ANOTHER =
      Pattern.compile(
          "^(?:(?:Last potentially related|Allocated|Freed) |The buggy address|Memory state around"
              + "|Showing all locks|Modules linked in|---\\[ end trace|Kernel panic - |INFO: task |NMI backtrace).*");

  // NMI backtrace for cpu 1     Task dump for CPU 1:
  private static final Pattern STALLED =
      Pattern.compile("backtrace for cpu|Task dump for CPU|GP kthread last ran");

  private final Splat splat;
  private final List<String> found = new ArrayList<>();
  private boolean traced;

  private Frames(Splat splat) {
    this.splat = splat;
  }

  /** The innermost functions; helpers too where there is nothing else. */
  static List<String> of(Splat splat) {
    List<String> all = new Frames(splat).all();
    List<String> frames = without(HelperFunctions::isHelper, all);
    return frames.isEmpty() ? without(HelperFunctions::isReporter, all) : frames;
  }

  private static List<String> without(Predicate<String> helper, List<String> all) {
    List<String> frames = new ArrayList<>();
    for (String function : all) {
      boolean again = !frames.isEmpty() && frames.get(frames.size() - 1).equals(function);
      if (!again && !helper.test(function) && frames.size() < KEPT) {
        frames.add(function);
      }
    }
    return frames;
  }

  private List<String> all() {
    List<String> lines = lines();
    place(lines).ifPresent(this::add);
    int start = lines.indexOf("stack backtrace:");
    List<String> interrupted = List.of();
    boolean ofReporter = false;
    for (String line : lines.subList(Math.max(0, start), lines.size())) {
      // rcu: RCU grace-period kthread stack dump: what waits, not what stalls
      ofReporter |= line.contains("kthread stack dump");
      if (ofReporter && !STALLED.matcher(line).find()) {
        continue;
      }
      ofReporter = false;
      if (traced && ANOTHER.matcher(line).matches()) {
        break;
      }
      boolean leavesInterrupt = line.contains("</IRQ>") || line.contains("<EOI>");
      if (leavesInterrupt && STALLS.contains(splat.kind())) {
        interrupted = List.copyOf(found);
        found.clear();
      }
      take(line);
      if (line.contains("</TASK>") && !found.isEmpty()) {
        break;
      }
    }
    return found.isEmpty() ? interrupted : found;
  }

  private void take(String line) {
    Matcher pc = PC.matcher(line);
    Matcher frame = FRAME.matcher(line);
    if (pc.matches()) {
      add(pc.group(1));
    } else if (frame.matches() && frame.group(1) == null) {
      traced = true;
      add(frame.group(2));
    }
  }

  private void add(String function) {
    found.add(VARIANT.matcher(function).replaceFirst(""));
  }

  /** Texts of the kernel; of one that names who speaks, only those of who began. */
  private List<String> lines() {
    String caller =
        splat.lines().stream()
            .findFirst()
            .flatMap(ConsoleLine::of)
            .map(ConsoleLine::caller)
            .orElse("");
    return splat.lines().stream()
        .filter(line -> caller.isEmpty() || isOf(caller, line))
        .map(ConsoleLine::textOf)
        .map(text -> text.equals("stack backtrace: ") ? text.strip() : text)
        .toList();
  }

  private static boolean isOf(String caller, String line) {
    return ConsoleLine.of(line).filter(l -> l.caller().equals(caller)).isPresent();
  }

  /**
   * Place that a report names itself; a lock's is where it is taken, if a helper does not do it.
   */
  private Optional<String> place(List<String> lines) {
    if (splat.kind() == Splat.Kind.LOCKDEP) {
      for (int i = 0; i + 1 < lines.size(); i++) {
        String line = lines.get(i);
        if (line.contains(" is trying to ") || line.contains(" takes:")) {
          return find(PLACE, lines.get(i + 1));
        }
      }
      return Optional.empty();
    }
    return find(WARNED, splat.headline())
        .or(() -> find(PLACE, splat.headline()))
        .or(
            () ->
                lines.stream()
                    .limit(3)
                    .map(line -> find(CALLER, line))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<String> find(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
