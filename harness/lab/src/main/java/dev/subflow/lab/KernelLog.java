// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.Splat;
import dev.subflow.failure.SplatWatch;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestUnresponsiveException;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Splats in a kernel's own log, for those that its console does not show: a test may lower the
 * console's level, and a flood makes the kernel drop messages.
 */
final class KernelLog {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int OUTPUT_LIMIT = 1 << 20;

  /** A console with so many shows no more, so what is missing there says nothing. */
  private static final int MOST = 50;

  /** The levels that a console shows at {@code loglevel=5}; of a healthy guest there is little. */
  private static final Command READ =
      Command.of("dmesg", "-l", "emerg,alert,crit,err,warn")
          .timeout(LIMIT)
          .outputLimit(OUTPUT_LIMIT);

  private KernelLog() {}

  /**
   * Splats in the log of a guest that lives; none where it has no dmesg that can be asked.
   *
   * @throws GuestException when it gives no answer, which says nothing good of it
   */
  static List<Splat> read(Vm guest) {
    CommandResult result = guest.run(READ);
    if (result.timedOut()) {
      throw new GuestUnresponsiveException(
          guest.name(),
          "dmesg did not end within "
              + LIMIT.toSeconds()
              + " s, so nobody knows what its kernel had to say; see its console");
    }
    return result.isSuccess() ? parse(result.stdout()) : List.of();
  }

  static List<Splat> parse(String text) {
    SplatWatch watch = new SplatWatch();
    text.lines().forEach(watch::line);
    return watch.splats();
  }

  /** Splats of the console, and after them those that only the log has. */
  static List<Splat> merged(List<Splat> console, List<Splat> logged) {
    if (console.size() >= MOST || logged.isEmpty()) {
      return console;
    }
    Set<String> shown = new HashSet<>(console.stream().map(KernelLog::key).toList());
    return Stream.concat(console.stream(), logged.stream().filter(s -> shown.add(key(s))))
        .collect(Collectors.toUnmodifiableList());
  }

  /** Time and headline, which are the same on the console and in the log. */
  private static String key(Splat splat) {
    String first = splat.lines().isEmpty() ? "" : splat.lines().get(0);
    int end = first.indexOf(']');
    return (end < 0 ? "" : first.substring(0, end)) + " " + splat.headline();
  }
}
