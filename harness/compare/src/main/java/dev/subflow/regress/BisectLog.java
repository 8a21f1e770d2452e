// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.cache.Digests;
import dev.subflow.cache.WholeFile;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.json.Json;
import dev.subflow.report.Sanitizer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a bisection on disk, under what it was asked: written after every step, so that one
 * that was killed goes on where it was. Also keeps {@code git bisect}'s own log of them, for {@code
 * git bisect replay}. Held by one process at a time.
 */
public final class BisectLog implements AutoCloseable {
  private static final String STEPS = "steps.jsonl";

  private final Path folder;
  private final FileChannel lock;
  private final List<BisectStep> steps;

  private BisectLog(Path folder, FileChannel lock, List<BisectStep> steps) {
    this.folder = folder;
    this.lock = lock;
    this.steps = steps;
  }

  /**
   * Opens the log of a bisection.
   *
   * @param base where logs are
   * @param asked all that makes it another bisection
   * @throws UsageException when another process has it
   */
  public static BisectLog open(Path base, String asked) {
    Path folder = base.resolve(Digests.of(asked).substring(0, 16));
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new UsageException(
            "the same bisection is running in another process; wait for it, or ask for something"
                + " else");
      }
      Files.writeString(folder.resolve("asked"), asked);
      return new BisectLog(folder, channel, read(folder.resolve(STEPS)));
    } catch (IOException e) {
      throw new InfrastructureException("the bisection's state " + folder + " fails: " + e, e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** A last line that is cut was being written when the process died: that step is made again. */
  private static List<BisectStep> read(Path file) throws IOException {
    List<BisectStep> steps = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          steps.add(Json.read(line, BisectStep.class));
        } catch (JsonProcessingException e) {
          break;
        }
      }
    }
    return steps;
  }

  /** All steps so far. */
  public List<BisectStep> steps() {
    return List.copyOf(steps);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Keeps a step; it is on disk when this returns. */
  void add(BisectStep step) {
    steps.add(step);
    try {
      StringBuilder lines = new StringBuilder();
      for (BisectStep one : steps) {
        lines.append(Json.line(one)).append('\n');
      }
      WholeFile.write(folder.resolve(STEPS), lines.toString());
      WholeFile.write(folder.resolve("bisect.log"), gitLog());
    } catch (IOException e) {
      throw new InfrastructureException(
          "the bisection's state in " + folder + " cannot be written: " + e, e);
    }
  }

  /** Forgets all steps. */
  public void clear() {
    steps.clear();
    try {
      Files.deleteIfExists(folder.resolve(STEPS));
    } catch (IOException e) {
      throw new InfrastructureException("cannot remove " + folder.resolve(STEPS), e);
    }
  }

  /** Text that {@code git bisect replay} takes. */
  public String gitLog() {
    StringBuilder text = new StringBuilder();
    steps.stream()
        .flatMap(step -> step.sought().stream())
        .findFirst()
        .ifPresent(s -> text.append("# bad: " + Sanitizer.line(s.words()) + "\n"));
    for (BisectStep step : steps) {
      String state = step.state().name().toLowerCase(java.util.Locale.ROOT);
      text.append("# " + state + ": [" + step.commit() + "] " + step.title() + "\n");
    }
    text.append("git bisect start\n");
    for (BisectStep step : steps) {
      String state = step.state().name().toLowerCase(java.util.Locale.ROOT);
      text.append("git bisect " + state + " " + step.commit() + "\n");
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new InfrastructureException("cannot release " + folder, e);
    }
  }
}
