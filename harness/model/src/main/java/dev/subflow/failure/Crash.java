// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Crash that a kernel's splats come down to: the same fault is the same crash, in whichever
 * process, at whichever address and on whichever build it struck.
 *
 * @param kind what it is
 * @param frames the functions it happened in, innermost first, without offsets; few
 * @param headline the line that gave it away first
 */
public record Crash(Splat.Kind kind, List<String> frames, String headline) {
  private static final int FRAMES_KEPT = 4;

  // [   12.3]  ? mptcp_close+0x12/0x34 [mod]
  //     mptcp_sk_clone_init+0x12/0x34, and before 6.8 [<ffffffff81234567>] in front, of kmemleak
  private static final Pattern FRAME =
      Pattern.compile(
          "^(?:\\[[^\\]]*\\](?:\\[ *[TC]\\d+\\])?)?  +(?:\\[<[^>]*>\\] )?(\\? )?([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+.*");
  // RIP: 0010:mptcp_close+0x12/0x34
  private static final Pattern RIP =
      Pattern.compile(".*\\bRIP: 0010:([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+.*");
  // BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34
  private static final Pattern PLACE =
      Pattern.compile("(?:in|at) ([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+");
  // mptcp_close.constprop.0, mptcp_close.cold
  private static final Pattern VARIANT =
      Pattern.compile("\\.(constprop|isra|part|cold|lto_priv|llvm)\\b.*");

  /** Functions that report a fault, and do not have it. */
  private static final Pattern REPORTER =
      Pattern.compile(
          "dump_stack.*|show_stack.*|print_report|print_address_description.*|kasan_report.*|kasan_check_range"
              + "|__asan_.*|__kasan_.*|__warn.*|warn_slowpath.*|report_bug|handle_bug|exc_.*|asm_exc_.*|__die.*"
              + "|die.*|panic|vpanic|oops_.*|page_fault_oops|no_context|do_user_addr_fault|fixup_exception"
              + "|ubsan_.*|__ubsan_.*|refcount_warn_saturate|print_circular_bug.*|check_noncircular"
              + "|lockdep_rcu_suspicious|__might_resched|__might_sleep|search_module_extables"
              + "|kmsan_.*|kfence_.*|debug_object_.*|debug_print_object|watchdog_timer_fn|nmi_.*|rcu_.*stall.*");

  public Crash {
    Objects.requireNonNull(kind, "kind");
    frames = List.copyOf(frames);
    Objects.requireNonNull(headline, "headline");
  }

  /**
   * The crashes of one guest's splats, each once. What a kernel prints of one fault, such as BUG,
   * Oops and panic, is one crash.
   */
  public static List<Crash> of(List<Splat> splats) {
    Map<String, Crash> crashes = new LinkedHashMap<>();
    List<Splat> open = new ArrayList<>();
    for (Splat splat : splats) {
      if (!open.isEmpty() && !continues(open.get(open.size() - 1), splat)) {
        add(crashes, open);
        open.clear();
      }
      open.add(splat);
    }
    if (!open.isEmpty()) {
      add(crashes, open);
    }
    return List.copyOf(crashes.values());
  }

  private static boolean continues(Splat before, Splat next) {
    return next.kind().isDeadly() && (hasNoTrace(before) || next.kind() == Splat.Kind.PANIC);
  }

  private static boolean hasNoTrace(Splat splat) {
    return splat.lines().stream().noneMatch(line -> line.contains("Call Trace:"));
  }

  private static void add(Map<String, Crash> crashes, List<Splat> parts) {
    Splat first = parts.get(0);
    List<String> frames = List.of();
    for (Splat part : parts) {
      if (frames.isEmpty()) {
        frames = frames(part);
      }
    }
    Crash crash = new Crash(first.kind(), frames, first.headline());
    crashes.putIfAbsent(crash.fingerprint(), crash);
  }

  private static List<String> frames(Splat splat) {
    List<String> frames = new ArrayList<>();
    Matcher place = PLACE.matcher(splat.headline());
    if (place.find()) {
      add(frames, place.group(1));
    }
    for (String line : splat.lines()) {
      Matcher rip = RIP.matcher(line);
      Matcher frame = FRAME.matcher(line);
      if (rip.matches()) {
        add(frames, rip.group(1));
      } else if (frame.matches() && frame.group(1) == null) {
        boolean isAllocator =
            splat.kind() == Splat.Kind.MEMORY_LEAK
                && MemoryLeaks.ALLOCATOR.matcher(frame.group(2)).matches();
        if (!isAllocator) {
          add(frames, frame.group(2));
        }
      } else if (line.contains("</TASK>") && !frames.isEmpty()) {
        // What follows is how something was allocated, or another task.
        break;
      }
      if (frames.size() == FRAMES_KEPT) {
        break;
      }
    }
    return frames;
  }

  private static void add(List<String> frames, String function) {
    String plain = VARIANT.matcher(function).replaceFirst("");
    boolean again = !frames.isEmpty() && frames.get(frames.size() - 1).equals(plain);
    if (!again && !REPORTER.matcher(plain).matches()) {
      frames.add(plain);
    }
  }

  /**
   * Name that is equal for equal crashes: {@code KASAN mptcp_close < inet_release < sock_close};
   * where there is no trace, the headline without what differs each time.
   */
  public String fingerprint() {
    return frames.isEmpty() ? kind + " " + withoutNumbers(headline) : kind + " " + where();
  }

  private String where() {
    return String.join(" < ", frames);
  }

  private static String withoutNumbers(String text) {
    return text.replaceAll("0x[0-9a-f]+|\\b[0-9a-f]{8,16}\\b", "X")
        .replaceAll("\\b\\d+\\b", "N")
        .strip();
  }
}
