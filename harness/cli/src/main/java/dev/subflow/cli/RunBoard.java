// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.run.RunListener;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Shows what goes on in a run and how it has gone so far. Thread-safe. */
final class RunBoard implements RunListener {
  private static final int NAMES = 4;

  private final Progress progress;
  private final Style style;
  private final boolean many;
  private final long started = System.nanoTime();
  private final Set<String> running = new LinkedHashSet<>();
  private final Map<Verdict, Integer> ended = new EnumMap<>(Verdict.class);
  private OptionalInt planned;
  private int attempts;

  /**
   * A board for a run.
   *
   * @param planned tests that will run, as far as is known; of many the attempts
   * @param many whether there are too many to tell of each that passes
   */
  RunBoard(Progress progress, Style style, OptionalInt planned, boolean many) {
    this.progress = progress;
    this.style = style;
    this.planned = planned;
    this.many = many;
  }

  /** There is one more test than was planned. */
  @Override
  public synchronized void oneMore() {
    planned = !many && planned.isPresent() ? OptionalInt.of(planned.getAsInt() + 1) : planned;
  }

  @Override
  public synchronized void started(String name) {
    running.add(name);
    show(name);
  }

  @Override
  public synchronized void ended(TestResult result) {
    running.remove(result.id());
    ended.merge(result.verdict(), 1, Integer::sum);
    if (!many || result.verdict().exitCode() != 0) {
      progress.saySafe(
          style.verdict(result.verdict())
              + " "
              + Sanitizer.line(result.id())
              + style.dim("  " + Durations.text(result.elapsed())));
    }
    show("");
  }

  /** One of many attempts is over, however many tests it had. */
  @Override
  public synchronized void attempted() {
    attempts++;
    show("");
  }

  @Override
  public synchronized void over() {
    progress.status("");
  }

  private void show(String begun) {
    String of = planned.isPresent() ? "/" + planned.getAsInt() : "";
    String names = String.join(", ", running.stream().limit(NAMES).toList());
    String more = running.size() > NAMES ? " and " + (running.size() - NAMES) + " more" : "";
    if (many) {
      progress.count("[" + attempts + of + "] " + soFar() + names + more);
    } else {
      int done = ended.values().stream().mapToInt(Integer::intValue).sum();
      String number = "[" + (done + running.size()) + of + "] ";
      progress.status(
          running.isEmpty() ? "" : number + names + more, begun.isEmpty() ? "" : number + begun);
    }
  }

  /** Such as {@code 2 fail, 14 a minute: }. */
  private String soFar() {
    StringBuilder text = new StringBuilder();
    ended.forEach(
        (verdict, count) -> {
          if (verdict != Verdict.PASS) {
            text.append(count + " " + verdict.name().toLowerCase(Locale.ROOT) + ", ");
          }
        });
    double minutes = Duration.ofNanos(System.nanoTime() - started).toMillis() / 60_000.0;
    if (attempts > 0 && minutes > 0) {
      text.append(String.format(Locale.ROOT, "%.0f a minute: ", attempts / minutes));
    }
    return text.toString();
  }
}
