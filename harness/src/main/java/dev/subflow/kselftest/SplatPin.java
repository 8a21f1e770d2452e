// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.guest.Splat;
import dev.subflow.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pins what a kernel prints in distress to the subtest that ran at that time. Thread-safe. */
final class SplatPin {
  private final Lab lab;
  private Optional<String> running = Optional.empty();
  private Optional<String> pinned = Optional.empty();
  private boolean seen;

  SplatPin(Lab lab) {
    this.lab = lab;
  }

  /** A subtest begins: what has come until now came in the one before. */
  synchronized void began(String title) {
    if (!seen && splat().isPresent()) {
      seen = true;
      pinned = running;
    }
    running = Optional.of(title);
  }

  private Optional<Splat> splat() {
    return lab.splats().values().stream().flatMap(List::stream).findFirst();
  }

  /** The results, with the first splat in its place; without a sign of that, in the last one. */
  synchronized List<SubtestResult> into(List<SubtestResult> results) {
    Optional<Splat> splat = splat();
    boolean told = results.stream().anyMatch(r -> r.outcome() == SubtestOutcome.CRASH);
    if (splat.isEmpty() || told || results.isEmpty()) {
      return results;
    }
    Optional<String> title = seen ? pinned : running;
    Titles titles = new Titles(List.of(), results.stream().map(SubtestResult::name).toList());
    int at =
        title.map(titles::named).map(name -> indexOf(results, name)).orElse(results.size() - 1);
    List<SubtestResult> all = new ArrayList<>(results);
    all.set(at, crashed(results.get(at), splat.get()));
    return all;
  }

  private static int indexOf(List<SubtestResult> results, String name) {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).name().equals(name)) {
        return i;
      }
    }
    return results.size() - 1;
  }

  private static SubtestResult crashed(SubtestResult result, Splat splat) {
    String message =
        "the kernel printed a splat while this ran: "
            + splat.headline()
            + "\n"
            + String.join("\n", splat.lines());
    return new SubtestResult(
        result.script(), result.name(), SubtestOutcome.CRASH, result.time(), message);
  }
}
