// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.UsageException;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allowance of bytes that all evidence of a run may take of the disk: captures, consoles, logs of
 * commands. Results and verdicts are none of it, and are written whatever it says.
 *
 * <p>Whoever writes evidence takes the bytes first; where it is refused, the file ends with a
 * remark, and the run goes on. Thread-safe.
 */
public final class DiskAllowance {
  /** System property that sets it, such as {@code 500M} or {@code 8G}. */
  public static final String PROPERTY = "subflow.evidence.max";

  /** 8 GiB. */
  public static final long DEFAULT_BYTES = 8L << 30;

  private static final Logger log = LoggerFactory.getLogger(DiskAllowance.class);
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?([KMGT]?)(i?B)?");

  private final long limit;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicBoolean told = new AtomicBoolean();

  /** An allowance of which nothing is taken. */
  public DiskAllowance(long limit) {
    this.limit = limit;
  }

  /** Holder of the one of this process, which is one run: kernels that are compared share it. */
  private static final class OfProcess {
    static final DiskAllowance ONE = new DiskAllowance(parse(System.getProperty(PROPERTY, "")));
  }

  /**
   * The allowance of this process, from {@value #PROPERTY}.
   *
   * @throws UsageException when that is no size
   */
  public static DiskAllowance ofProcess() {
    var unused = parse(System.getProperty(PROPERTY, ""));
    return OfProcess.ONE;
  }

  static long parse(String text) {
    if (text.isBlank()) {
      return DEFAULT_BYTES;
    }
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT).replace("IB", "iB"));
    if (!size.matches()) {
      throw new UsageException(
          PROPERTY + " is \"" + text + "\", which is no size such as 500M or 8G");
    }
    int shift = 10 * " KMGT".indexOf(size.group(2).isEmpty() ? " " : size.group(2));
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }

  /** Bytes that it is, all together. */
  public long limit() {
    return limit;
  }

  /** Takes bytes, all of them or, where too few are left, none. */
  public boolean take(long bytes) {
    long before = taken.getAndUpdate(now -> now + bytes <= limit ? now + bytes : now);
    boolean allowed = before + bytes <= limit;
    if (!allowed && told.compareAndSet(false, true)) {
      log.warn("{}", remark().orElse(""));
    }
    return allowed;
  }

  /** Gives back the bytes of evidence that was removed. */
  public void giveBack(long bytes) {
    taken.getAndUpdate(now -> Math.max(0, now - bytes));
  }

  /** What a report says where something was refused; empty where all evidence is whole. */
  public Optional<String> remark() {
    return told.get()
        ? Optional.of(
            "the evidence of this run has reached its limit of "
                + words(limit)
                + ": captures and logs end early, verdicts and results do not. -D"
                + PROPERTY
                + "=SIZE sets another.")
        : Optional.empty();
  }

  /** What is told before a run: how much its evidence may take, and whether there is so much. */
  public String forecast(Path folder) {
    return "Evidence may take " + words(limit) + shortage(folder).map(s -> ", but " + s).orElse("");
  }

  /** Says how much is free on the disk of a folder, where that is less than the allowance. */
  public Optional<String> shortage(Path folder) {
    long free = existing(folder).getUsableSpace();
    return free < limit - taken.get()
        ? Optional.of("only " + words(free) + " are free in " + folder)
        : Optional.empty();
  }

  private static File existing(Path folder) {
    Path path = folder.toAbsolutePath();
    while (!path.toFile().exists() && path.getParent() != null) {
      path = path.getParent();
    }
    return path.toFile();
  }

  private static String words(long bytes) {
    if (bytes >= 1L << 30) {
      return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
