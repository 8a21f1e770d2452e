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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

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

  private final RunDirectory directory;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<TestResult> results;

  /** Size that the file has unless another process added to it. */
  private long octets;

  private RunReport(RunDirectory directory, List<TestResult> results, long octets) {
    this.directory = directory;
    this.results = new ArrayList<>(results);
    this.octets = octets;
  }

  /** Opens the results of a run, new or begun by somebody else. */
  public static RunReport open(RunDirectory directory) {
    byte[] there = octets(directory.path().resolve(LINES));
    RunReport report = new RunReport(directory, lines(there).toList(), there.length);
    if (there.length > 0 && there[there.length - 1] != '\n') {
      report.append("\n");
    }
    return report;
  }

  /** Opens the results of a run again of which this process knows all that it has recorded. */
  public static RunReport resume(RunDirectory directory, List<TestResult> recorded) {
    long octets = recorded.stream().mapToLong(r -> encoded(ResultsJson.line(r)).length).sum();
    return new RunReport(directory, recorded, octets);
  }

  /** The folder it writes to. */
  public RunDirectory directory() {
    return directory;
  }

  /** Keeps a result; it is on disk when this returns. */
  public void add(TestResult result) {
    lock.lock();
    try {
      results.add(result);
      append(ResultsJson.line(result));
    } finally {
      lock.unlock();
    }
  }

  /** All results so far, those that other processes added included. */
  public RunSummary summary() {
    lock.lock();
    try {
      return size() == octets ? RunSummary.of(directory, results) : read(directory.path());
    } finally {
      lock.unlock();
    }
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
    return RunSummary.of(absolute, lines(octets(absolute.resolve(LINES))));
  }

  /** The results in the text of a {@code results.json} or {@code results.jsonl}, else none. */
  public static List<TestResult> parse(String text) {
    List<TestResult> document = ResultsJson.parseDocument(text);
    return document.isEmpty()
        ? text.lines().map(ResultsJson::parseLine).flatMap(Optional::stream).toList()
        : document;
  }

  private static Stream<TestResult> lines(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8)
        .lines()
        .map(ResultsJson::parseLine)
        .flatMap(Optional::stream);
  }

  private static byte[] encoded(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] octets(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  private long size() {
    try {
      return Files.size(directory.path().resolve(LINES));
    } catch (IOException e) {
      return 0;
    }
  }

  /** One write in append mode, so that lines of several processes do not mix. */
  private void append(String text) {
    Path file = directory.path().resolve(LINES);
    byte[] bytes = encoded(text);
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      octets += bytes.length;
    } catch (IOException e) {
      throw RunDirectory.refused(file, e);
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
