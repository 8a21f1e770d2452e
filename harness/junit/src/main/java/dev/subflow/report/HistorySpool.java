// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.cache.Cache;
import dev.subflow.cache.Digests;
import dev.subflow.cache.WholeFile;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of runs that the history has not taken in yet: a small file for each, in the cache.
 * Whoever runs tests needs no database for it; the command line takes them in.
 */
public final class HistorySpool {
  private static final Logger log = LoggerFactory.getLogger(HistorySpool.class);
  private static final String END = ".json";

  private final Path folder;

  /** The spool of a cache. */
  public HistorySpool(Path cache) {
    this.folder = cache.resolve(Cache.HISTORY).resolve(Cache.HISTORY_SPOOL);
  }

  /**
   * A run that waits.
   *
   * @param run its folder
   * @param process number of the process that runs it
   * @param begun when that process began, as numbers are used again
   */
  public record Waiting(Path run, long process, Instant begun) {
    public Waiting {
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(begun, "begun");
    }

    /** Whether more results may come: its process lives, and is another one than this. */
    public boolean goesOn() {
      return process != ProcessHandle.current().pid()
          && ProcessHandle.of(process)
              .flatMap(p -> p.info().startInstant())
              .filter(begun::equals)
              .isPresent();
    }
  }

  /**
   * Leaves the folder of a run of this process. Where the cache can't be written it says so and
   * goes on: the run has its results all the same.
   */
  public void leave(Path run) {
    Path absolute = run.toAbsolutePath().normalize();
    Waiting waiting = new Waiting(absolute, ProcessHandle.current().pid(), ProcessFacts.started());
    try {
      Files.createDirectories(folder);
      WholeFile.write(file(waiting), Json.line(waiting) + "\n");
    } catch (IOException e) {
      log.warn(
          "the results in {} will not be in the history ({}); \"subflow history import {}\" takes"
              + " them in",
          absolute,
          e.toString(),
          absolute);
    }
  }

  /** Runs that wait, those that can't be read left out. */
  public List<Waiting> waiting() {
    List<Waiting> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(END)).sorted().toList()) {
        read(file).ifPresent(all::add);
      }
    } catch (IOException e) {
      log.debug("cannot read {}: {}", folder, e.toString());
    }
    return all;
  }

  /** Removes one that was taken in. */
  public void remove(Waiting waiting) {
    try {
      Files.deleteIfExists(file(waiting));
    } catch (IOException e) {
      log.debug("{} stays: {}", file(waiting), e.toString());
    }
  }

  private Path file(Waiting waiting) {
    return folder.resolve(Digests.of(waiting.run().toString()).substring(0, 16) + END);
  }

  private static Optional<Waiting> read(Path file) throws IOException {
    try {
      return Optional.of(Json.read(Files.readString(file), Waiting.class));
    } catch (JsonProcessingException e) {
      log.debug("{} is no note of a run: {}", file, e.toString());
      Files.deleteIfExists(file);
      return Optional.empty();
    }
  }
}
