// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Share of the processors that a process had of those it wanted, since it began.
 *
 * <p>Source: the kernel's Documentation/scheduler/sched-stats.rst.
 *
 * @param ran time its threads ran
 * @param waited time they were ready to run and others did
 */
public record CpuShare(Duration ran, Duration waited) {
  /** Who has less than one in so many of what he wants is starved, */
  private static final int SHARE = 8;

  /** if he waits for one in so many of the time that he lives. */
  private static final int WAITING = 4;

  private static final Path PROC = Path.of("/proc");

  public CpuShare {
    Objects.requireNonNull(ran, "ran");
    Objects.requireNonNull(waited, "waited");
  }

  /** That of a process; empty when it is gone, or its kernel does not account for it. */
  public static Optional<CpuShare> of(long pid) {
    return in(PROC.resolve(Long.toString(pid)).resolve("task"));
  }

  static Optional<CpuShare> in(Path tasks) {
    CpuShare sum = new CpuShare(Duration.ZERO, Duration.ZERO);
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        sum = sum.plus(parse(Files.readString(thread.resolve("schedstat"))));
      }
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
    return Optional.of(sum);
  }

  // 231837104 91623 84
  private static CpuShare parse(String schedstat) {
    String[] fields = schedstat.strip().split(" ", 3);
    return fields.length < 2
        ? new CpuShare(Duration.ZERO, Duration.ZERO)
        : new CpuShare(
            Duration.ofNanos(Long.parseLong(fields[0])),
            Duration.ofNanos(Long.parseLong(fields[1])));
  }

  private CpuShare plus(CpuShare other) {
    return new CpuShare(ran.plus(other.ran), waited.plus(other.waited));
  }

  /** Share since then. */
  public CpuShare minus(CpuShare then) {
    return new CpuShare(ran.minus(then.ran), waited.minus(then.waited));
  }

  /**
   * Lack of processors lately, in words; empty when it had enough to answer: a guest that had
   * enough for an hour may have had none when it was asked.
   *
   * @param then share it had at the beginning of that time
   */
  public Optional<String> lackSince(CpuShare then, Duration time) {
    CpuShare had = minus(then);
    if (had.ran().isZero()) {
      return Optional.of("QEMU did not run at all for the last " + time.toSeconds() + " s");
    }
    return had.isStarved(time)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "it ran for %.1f s and waited %.1f s for a processor, of the last %.1f s",
                had.ran().toMillis() / 1e3,
                had.waited().toMillis() / 1e3,
                time.toMillis() / 1e3))
        : Optional.empty();
  }

  /**
   * Whether it had less than an eighth of what it wanted, and waited so long that it matters: a
   * quarter of the time it lived.
   */
  public boolean isStarved(Duration lived) {
    return waited.multipliedBy(WAITING).compareTo(lived) >= 0
        && ran.plus(waited).compareTo(ran.multipliedBy(SHARE)) > 0;
  }
}
