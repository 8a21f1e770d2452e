// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Splat;
import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Pins what a kernel prints in distress to the subtest that ran at that time. Thread-safe. */
final class SplatPin {
  private final String script;
  private final Supplier<List<Splat>> splats;
  private final List<String> titles = new ArrayList<>();
  private final Map<String, Integer> times = new LinkedHashMap<>();
  private final List<Pinned> pinned = new ArrayList<>();

  /** A splat, and how many subtests had begun when it came. */
  private record Pinned(Splat splat, int begun) {}

  private record Snapshot(List<String> titles, List<Pinned> pinned) {}

  /**
   * Begins to watch.
   *
   * @param splats all that the kernel printed so far, in order
   */
  SplatPin(String script, Supplier<List<Splat>> splats) {
    this.script = script;
    this.splats = splats;
  }

  /** A subtest begins: what has come until now came in the one before. */
  synchronized void began(String title) {
    pin();
    titles.add(Repeated.numbered(title, times.merge(title, 1, Integer::sum)));
  }

  private void pin() {
    splats.get().stream()
        .skip(pinned.size())
        .forEach(splat -> pinned.add(new Pinned(splat, titles.size())));
  }

  /**
   * The results, with each splat in the subtest that ran; where none did, in one of the script.
   *
   * @param shown the splat that the message of a subtest that crashed shows already
   */
  List<SubtestResult> into(List<SubtestResult> results, Optional<Splat> shown) {
    // Who hears the script must not wait for all the names.
    Snapshot at = snapshot();
    Titles names = new Titles(List.of(), results.stream().map(SubtestResult::name).toList());
    Map<String, SubtestResult> all = new LinkedHashMap<>();
    results.forEach(result -> all.put(result.name(), result));
    Map<String, List<Splat>> met = new LinkedHashMap<>();
    for (Pinned one : at.pinned()) {
      String name =
          one.begun() == 0 ? script : nameOf(one.begun() - 1, at.titles(), names, results);
      met.computeIfAbsent(name, n -> new ArrayList<>()).add(one.splat());
    }
    met.forEach(
        (name, of) -> all.put(name, crashed(name, Optional.ofNullable(all.get(name)), of, shown)));
    return List.copyOf(all.values());
  }

  private synchronized Snapshot snapshot() {
    pin();
    return new Snapshot(List.copyOf(titles), List.copyOf(pinned));
  }

  private String nameOf(int number, List<String> begun, Titles names, List<SubtestResult> results) {
    String name = names.named(begun.get(number));
    if (names.has(name)) {
      return name;
    }
    // As many titles as results: the place tells.
    return begun.size() == results.size() ? results.get(number).name() : script;
  }

  private SubtestResult crashed(
      String name, Optional<SubtestResult> before, List<Splat> met, Optional<Splat> shown) {
    Set<String> told = new HashSet<>();
    String message = before.map(SubtestResult::message).orElse("");
    if (before.filter(b -> b.outcome() == Outcome.CRASH).isPresent()) {
      shown.ifPresent(splat -> told.add(splat.headline()));
    } else {
      Splat first = met.get(0);
      told.add(first.headline());
      message = message.isEmpty() ? words(first) : words(first) + "\n" + message;
    }
    StringBuilder text = new StringBuilder(message);
    for (Splat splat : met) {
      if (told.add(splat.headline())) {
        text.append('\n').append(words(splat));
      }
    }
    Optional<Duration> time = before.flatMap(SubtestResult::time);
    return new SubtestResult(script, name, Outcome.CRASH, time, text.toString(), met);
  }

  private static String words(Splat splat) {
    return "the kernel printed a splat while this ran: "
        + splat.headline()
        + "\n"
        + String.join("\n", splat.lines());
  }
}
