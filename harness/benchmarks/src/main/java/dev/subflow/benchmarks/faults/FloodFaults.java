// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static dev.subflow.benchmarks.faults.Fault.inGuest;

import java.time.Duration;
import java.util.List;

/** Guests that say too much, or what makes no sense: a run goes on as if they had not. */
final class FloodFaults {
  private static final Duration WHILE = Duration.ofSeconds(15);

  // pidfd_open(1), then pidfd_getfd for each of the agent's descriptors that is a character device.
  private static final String GARBAGE =
      """
      perl -e 'my $p = syscall(434, 1, 0); my $n = 0;
        for my $fd (3..15) { my $f = syscall(438, $p, $fd, 0); next if $f < 0;
          open(my $h, ">&=", $f) or next; next unless -c $h;
          $n += syswrite($h, join("", map { chr(int(rand(256))) } 1..4096)) for 1..4; }
        die "wrote $n bytes" if $n < 4096;' || echo b >/proc/sysrq-trigger
      """;

  private FloodFaults() {}

  static List<Fault> all() {
    return List.of(
        inGuest("console flood", End.PASS, "timeout 8 cat /dev/urandom >/dev/console || :", "")
            .lasting(WHILE),
        inGuest("output flood", End.PASS, "yes flood | head -c 50000000", "").lasting(WHILE),
        inGuest("garbage on the agent port", End.PASS, GARBAGE, ""));
  }
}
