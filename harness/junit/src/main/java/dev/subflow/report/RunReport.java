// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.cache.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The results of a run on disk.
 *
 * <p>Each result is appended to {@code results.jsonl} as it comes, so a killed run leaves those it
 * had; {@link #close} writes {@code results.json} and {@code junit.xml} from that file. Several
 * processes may add to one run. Thread-safe. Methods throw {@link UncheckedIOException} when the
 * disk refuses.
 */
public final class RunReport implements AutoCloseable {
  private static final String LINES = "results.jsonl";
  private static final String DOCUMENT = "results.json";
  private static final String JUNIT = "junit.xml";
  private static final Comparator<TestResult> ORDER =
      Comparator.comparing(TestResult::id, NaturalOrder.OF_TEXT)
          .thenComparing(TestResult::className)
          .thenComparing(TestResult::started);

  private final RunDirectory directory;
  private final ReentrantLock lock = new ReentrantLock();

  private RunReport(RunDirectory directory) {
    this.directory = directory;
  }

  /** Opens the results of a run, new or begun. */
  public static RunReport open(RunDirectory directory) {
    RunReport report = new RunReport(directory);
    if (report.endsInTheMiddleOfALine()) {
      report.append("\n");
    }
    return report;
  }

  /** The folder it writes to. */
  public RunDirectory directory() {
    return directory;
  }

  /** Keeps a result; it is on disk when this returns. */
  public void add(TestResult result) {
    append(ResultsJson.line(result));
  }

  /** All results so far. */
  public RunSummary summary() {
    return read(directory.path());
  }

  /** Writes {@code results.json} and {@code junit.xml}; results may still be added afterwards. */
  @Override
  public void close() {
    lock.lock();
    try {
      RunSummary summary = summary();
      replace(DOCUMENT, ResultsJson.document(summary));
      replace(JUNIT, JUnitXml.of(summary));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The results of a run in that folder, finished or not; none when there are none. They come in
   * the order of their ids, whatever order the tests ended in.
   */
  public static RunSummary read(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path file = absolute.resolve(LINES);
    try {
      List<TestResult> results =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              .lines()
              .map(ResultsJson::parseLine)
              .flatMap(Optional::stream)
              .sorted(ORDER)
              .toList();
      return new RunSummary(String.valueOf(absolute.getFileName()), results);
    } catch (NoSuchFileException e) {
      return new RunSummary(String.valueOf(absolute.getFileName()), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  /** The results in the text of a {@code results.json} or {@code results.jsonl}, else none. */
  public static List<TestResult> parse(String text) {
    List<TestResult> document = ResultsJson.parseDocument(text);
    return document.isEmpty()
        ? text.lines().map(ResultsJson::parseLine).flatMap(Optional::stream).toList()
        : document;
  }

  private boolean endsInTheMiddleOfALine() {
    Path file = directory.path().resolve(LINES);
    try {
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      return bytes.length > 0 && bytes[bytes.length - 1] != '\n';
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  /** One write in append mode, so that lines of several processes do not mix. */
  private void append(String text) {
    Path file = directory.path().resolve(LINES);
    lock.lock();
    try {
      Files.write(
          file,
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RunDirectory.refused(file, e);
    } finally {
      lock.unlock();
    }
  }

  /** Whole or not at all: a reader never sees half a file. */
  private void replace(String name, String content) {
    Path file = directory.path().resolve(name);
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw RunDirectory.refused(file, e);
    }
  }
}
