// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.cache.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
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

  /** Those that are not in the file, for want of room. */
  private final List<TestResult> refused = new ArrayList<>();

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

  /**
   * Opens the results of a run again of which this process knows all that it has recorded, those
   * included that the disk refused.
   */
  public static RunReport resume(RunDirectory directory, List<TestResult> recorded) {
    byte[] there = octets(directory.path().resolve(LINES));
    Set<String> written = lines(there).map(RunReport::key).collect(Collectors.toSet());
    RunReport report = new RunReport(directory, recorded, there.length);
    recorded.stream().filter(r -> !written.contains(key(r))).forEach(report.refused::add);
    if (lines(there).count() > recorded.size() - report.refused.size()) {
      // Another process added some, which are read with the rest.
      report.octets = -1;
    }
    return report;
  }

  /** The folder it writes to. */
  public RunDirectory directory() {
    return directory;
  }

  /**
   * Keeps a result; it is on disk when this returns. One that the disk refused is kept all the
   * same, for {@link #close} to try again.
   */
  public void add(TestResult result) {
    lock.lock();
    try {
      results.add(result);
      append(ResultsJson.line(result));
    } catch (UncheckedIOException e) {
      refused.add(result);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * All results so far: those that other processes added included, and those that the disk refused.
   */
  public RunSummary summary() {
    lock.lock();
    try {
      if (size() == octets) {
        return RunSummary.of(directory, results);
      }
      List<TestResult> all = new ArrayList<>(read(directory.path()).results());
      all.addAll(refused);
      return RunSummary.of(directory, all);
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
      while (!refused.isEmpty()) {
        append(ResultsJson.line(refused.get(0)));
        refused.remove(0);
      }
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

  /** Tells a result from others of the run. */
  private static String key(TestResult result) {
    return result.id() + " " + result.started() + " " + result.attempts();
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
    ByteBuffer bytes = ByteBuffer.wrap(encoded(text));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      try {
        while (bytes.hasRemaining()) {
          octets += channel.write(bytes);
        }
      } catch (IOException e) {
        cut(file, bytes);
        throw e;
      }
    } catch (IOException e) {
      throw RunDirectory.refused(file, e);
    }
  }

  /** Takes away what a full disk took of a line: the next one would be glued to it. */
  private void cut(Path file, ByteBuffer bytes) throws IOException {
    int written = bytes.position();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long begin = channel.size() - written;
      ByteBuffer last = ByteBuffer.allocate(written);
      boolean isOurs =
          begin >= 0
              && channel.read(last, begin) == written
              && last.flip().equals(bytes.duplicate().flip());
      if (isOurs) {
        channel.truncate(begin);
        octets -= written;
      }
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
