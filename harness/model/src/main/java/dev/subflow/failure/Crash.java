// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Crash that a kernel's splats come down to: the same fault is the same crash, in whichever
 * process, at whichever address and on whichever build it struck.
 *
 * @param kind what it is
 * @param frames the functions it happened in, innermost first, without offsets; few
 * @param headline the line that gave it away first
 * @param title its name in the form that syzbot made usual, such as {@code KASAN:
 *     slab-use-after-free Read in mptcp_close}
 */
public record Crash(Splat.Kind kind, List<String> frames, String headline, String title) {
  public Crash {
    Objects.requireNonNull(kind, "kind");
    frames = List.copyOf(frames);
    Objects.requireNonNull(headline, "headline");
    Objects.requireNonNull(title, "title");
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
    return (next.kind().isDeadly() && (hasNoTrace(before) || next.kind() == Splat.Kind.PANIC))
        || isOneRefcount(before, next);
  }

  /** A WARN's text stands before or after its headline, by kernel; see {@code lib/refcount.c}. */
  private static boolean isOneRefcount(Splat before, Splat next) {
    return hasNoTrace(before)
        && ((before.kind() == Splat.Kind.REFCOUNT && isRefcountWarning(next))
            || (isRefcountWarning(before) && next.kind() == Splat.Kind.REFCOUNT));
  }

  private static boolean isRefcountWarning(Splat splat) {
    return splat.kind() == Splat.Kind.WARNING
        && (splat.headline().contains("lib/refcount.c") || splat.headline().contains("refcount_"));
  }

  private static boolean hasNoTrace(Splat splat) {
    return splat.lines().stream().noneMatch(line -> line.contains("Call Trace:"));
  }

  private static void add(Map<String, Crash> crashes, List<Splat> parts) {
    Splat first =
        parts.stream()
            .filter(p -> p.kind() == Splat.Kind.REFCOUNT && isOneRefcount(parts))
            .findFirst()
            .orElse(parts.get(0));
    List<String> lines = parts.stream().flatMap(part -> part.lines().stream()).toList();
    List<String> frames = Frames.of(new Splat(first.kind(), first.headline(), lines));
    String title = CrashTitle.of(first.headline(), frames, lines);
    Crash crash = new Crash(first.kind(), frames, first.headline(), title);
    crashes.putIfAbsent(crash.fingerprint(), crash);
  }

  private static boolean isOneRefcount(List<Splat> parts) {
    return parts.size() > 1 && isRefcountWarning(parts.get(0));
  }

  /**
   * Name that is equal for equal crashes: {@code KASAN mptcp_close < inet_release < sock_close};
   * where there is no trace, the headline without what differs each time.
   */
  public String fingerprint() {
    return frames.isEmpty()
        ? kind + " " + CrashTitle.withoutNumbers(headline)
        : kind + " " + String.join(" < ", frames);
  }
}
