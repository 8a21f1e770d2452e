// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.Crash;
import dev.subflow.failure.CrashSummary;
import dev.subflow.failure.MemoryLeaks;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.lab.Lab;
import dev.subflow.process.Shutdown;
import dev.subflow.report.TestEvidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reports of the kernels in a test's guests: splats and leaked memory. */
final class KernelReports {
  private final TestEvidence evidence;
  private final List<CrashSummary> crashes = new ArrayList<>();

  KernelReports(TestEvidence evidence) {
    this.evidence = evidence;
  }

  /** Crashes, each once. */
  List<CrashSummary> crashes() {
    return crashes;
  }

  /** Takes note of splats by guest, with file and line where that can be found out. */
  void note(Map<String, List<Splat>> splats, Optional<Lab> lab) {
    splats.forEach(this::note);
    lab.flatMap(ended -> ended.decode(splats))
        .ifPresent(text -> evidence.text("dmesg.decoded", text));
  }

  /** Takes note of the splats of a guest. */
  void note(String guest, List<Splat> splats) {
    for (Crash crash : Crash.of(splats)) {
      crashes.add(CrashSummary.of(guest, crash));
    }
  }

  /** All splats by guest, those of memory that is looked for now among them. */
  Map<String, List<Splat>> splatsAndLeaks(Lab ending) {
    if (Shutdown.isUnderWay()) {
      return ending.splats();
    }
    Map<String, List<Splat>> before = ending.splats();
    Map<String, String> reports = ending.findLeaks();
    Map<String, List<Splat>> after = new LinkedHashMap<>(ending.splats());
    reports.forEach(
        (guest, report) -> {
          evidence.text("kmemleak-" + guest + ".txt", report);
          List<Splat> all =
              MemoryLeaks.added(
                  before.getOrDefault(guest, List.of()),
                  after.getOrDefault(guest, List.of()),
                  MemoryLeaks.parse(report).stream().filter(MemoryLeaks::isOfNetwork).toList());
          if (all.isEmpty()) {
            after.remove(guest);
          } else {
            after.put(guest, all);
          }
        });
    return after;
  }

  /**
   * Fails a test whose kernels reported what it did not expect.
   *
   * @param gaps why the log of a console is incomplete, by guest
   * @throws GuestCrashedException for the first such report
   */
  static void requireNone(
      Map<String, List<Splat>> splats, Map<String, String> gaps, Optional<Pattern> expected) {
    splats.forEach(
        (guest, all) ->
            all.stream()
                .filter(s -> expected.filter(e -> e.matcher(s.headline()).find()).isEmpty())
                .findFirst()
                .ifPresent(
                    s -> {
                      throw new GuestCrashedException(
                          guest,
                          s.kind() == Splat.Kind.MEMORY_LEAK ? How.LEAK : How.SPLAT,
                          ", " + s + gap(gaps, guest),
                          List.of(s));
                    }));
  }

  private static String gap(Map<String, String> gaps, String guest) {
    return gaps.containsKey(guest)
        ? " (the log of its console is incomplete: " + gaps.get(guest) + ")"
        : "";
  }
}
