// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that something outside it belongs to: a container, a file in a kernel tree.
 *
 * @param place the machine's boot and the namespace of process numbers: others may use the same
 *     engine and the same tree
 * @param pid its number
 * @param start when it began, in milliseconds since 1970: numbers are given again
 */
record Owner(String place, long pid, long start) {
  // 3f2c1a0e-....+4026531836:4711:1764127000123
  private static final Pattern NAME = Pattern.compile("([0-9a-z+-]{1,80}):(\\d{1,10}):(\\d{1,16})");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  Owner {
    Objects.requireNonNull(place, "place");
  }

  /** This process. */
  static Owner self() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(here(), self.pid(), start(self));
  }

  static Optional<Owner> parse(String name) {
    Matcher matcher = NAME.matcher(name.strip());
    return matcher.matches()
        ? Optional.of(
            new Owner(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  String name() {
    return place + ":" + pid + ":" + start;
  }

  /** Whether it ran here and has ended; of processes elsewhere nothing is known. */
  boolean isGone() {
    return place.equals(here())
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> start(process) == start)
            .isEmpty();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String here() {
    try {
      String namespace = Files.readSymbolicLink(NAMESPACE).toString().replaceAll("\\D", "");
      return Files.readString(BOOT).strip() + "+" + namespace;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
