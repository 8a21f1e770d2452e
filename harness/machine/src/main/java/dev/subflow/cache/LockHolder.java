// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds a lock, as noted beside its file for whoever waits. A process that is gone holds
 * nothing, whatever is noted.
 *
 * <p>Not in the file itself: with the first descriptor of it that a process closes, the kernel
 * drops the process's lock. Source: fcntl(2).
 *
 * @param pid number of the process
 * @param since when it got the lock
 */
record LockHolder(long pid, Instant since) {
  private static final Logger log = LoggerFactory.getLogger(LockHolder.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** A file that holds more was written by somebody else. */
  private static final long LONGEST_FILE = 64 << 10;

  // 4711 1764376563123
  private static final Pattern LINE = Pattern.compile("(\\d{1,10}) (\\d{1,15})");

  private static LockHolder self() {
    return new LockHolder(ProcessHandle.current().pid(), Instant.now());
  }

  /** Others, and this process from now on. */
  static List<LockHolder> with(List<LockHolder> others) {
    List<LockHolder> all = new ArrayList<>(others);
    all.add(self());
    return all;
  }

  /**
   * Replaces what is noted. A disk without room only keeps it out of messages: it must not keep
   * anybody from a lock.
   */
  static void note(Path lock, List<LockHolder> holders) {
    StringBuilder text = new StringBuilder();
    holders.forEach(
        h -> text.append(h.pid()).append(' ').append(h.since().toEpochMilli()).append('\n'));
    try {
      if (holders.isEmpty()) {
        Files.deleteIfExists(file(lock));
      } else {
        WholeFile.write(file(lock), text.toString());
      }
    } catch (IOException e) {
      log.debug("the holders of {} can't be noted: {}", lock, e.toString());
    }
  }

  /** Holders that live, the longest first; none where nobody has noted who it is. */
  static List<LockHolder> read(Path lock) {
    Path file = file(lock);
    List<LockHolder> holders = new ArrayList<>();
    try {
      if (!Files.exists(file) || Files.size(file) > LONGEST_FILE) {
        return holders;
      }
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        parse(line).filter(LockHolder::isAlive).ifPresent(holders::add);
      }
    } catch (IOException e) {
      log.debug("the holders of {} can't be read: {}", lock, e.toString());
      return List.of();
    }
    return holders;
  }

  private static Path file(Path lock) {
    return lock.resolveSibling(lock.getFileName() + ".holders");
  }

  private static Optional<LockHolder> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new LockHolder(
                Long.parseLong(matcher.group(1)),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(2)))))
        : Optional.empty();
  }

  /** A later process with the same number began after the lock was taken. */
  private boolean isAlive() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .filter(start -> !start.isAfter(since.plusSeconds(1)))
        .isPresent();
  }

  boolean isThisProcess() {
    return pid == ProcessHandle.current().pid();
  }

  /** Words for who waits: {@code process 4711, at work since 12:03:04}. */
  String words() {
    return (isThisProcess() ? "another part of this run" : "process " + pid)
        + ", at work since "
        + TIME.format(since.atZone(ZoneId.systemDefault()));
  }
}
