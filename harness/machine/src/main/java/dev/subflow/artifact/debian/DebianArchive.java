// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheFaults;
import dev.subflow.cache.Digests;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Archive of Debian's suites, with a memory: lists are fetched every few hours at most, and when
 * the mirror can't be reached the last known ones serve, with a word about it.
 */
public final class DebianArchive {

  private static final Duration LISTS_STAY_FRESH = Duration.ofHours(6);
  private static final Duration OFFLINE_PAUSE = Duration.ofMinutes(10);

  private final Cache cache;
  private final DebianMirror mirrors;
  private final Clock clock;
  private final Consumer<String> progress;

  public DebianArchive(Cache cache, DebianMirror mirrors, Clock clock, Consumer<String> progress) {
    this.cache = cache;
    this.mirrors = mirrors;
    this.clock = clock;
    this.progress = progress;
  }

  /** The kernels of a suite; the lists are refreshed if they are old. */
  SuiteIndex index(DebianSuite suite) {
    return index(suite, LISTS_STAY_FRESH);
  }

  /** The kernels of a suite, from lists no older than this unless the mirror is out of reach. */
  SuiteIndex index(DebianSuite suite, Duration oldest) {
    try {
      String mirror = mirrors.address();
      Optional<SuiteIndex> known = SuiteIndex.read(indexFile(mirror, suite));
      if (known.isPresent() && (isFresh(known.get(), oldest) || isReadOnly())) {
        return known.get();
      }
      String lock = Cache.APT + "-" + folderName(mirror, suite);
      return cache.locked(
          lock,
          "Fetching the package list of " + suite.archiveName(),
          () -> refresh(mirror, suite, oldest));
    } catch (IOException e) {
      throw CacheFaults.explain(cache.root(), "Reading what " + suite.archiveName() + " has", e);
    }
  }

  /** The newest versions of packages, by the list fetched last; unknown ones are left out. */
  List<Map<String, String>> show(DebianSuite suite, List<String> names) throws IOException {
    AptRoot apt = apt(mirrors.address(), suite);
    List<String> known = new ArrayList<>();
    for (String name : names) {
      known.addAll(apt.search("^" + name.replaceAll("[.+]", "[$0]") + "$"));
    }
    return apt.show(known);
  }

  /** Downloads packages that an index named. */
  void download(DebianSuite suite, List<DebianPackage> packages, Path into, Path log)
      throws IOException {
    String mirror = mirrors.address();
    try {
      apt(mirror, suite).download(packages, into, log);
    } catch (ProgramException e) {
      throw new ProgramException(
          "Downloading " + packages + " from " + mirror + ": " + e.getMessage());
    }
  }

  private SuiteIndex refresh(String mirror, DebianSuite suite, Duration oldest) {
    Path file = indexFile(mirror, suite);
    try {
      Optional<SuiteIndex> known = SuiteIndex.read(file);
      if (known.isPresent() && (isFresh(known.get(), oldest) || wasOffline(file))) {
        return known.get();
      }
      return fetch(mirror, suite, file, known);
    } catch (IOException e) {
      throw CacheFaults.explain(
          cache.root(), "Fetching the package list of " + suite.archiveName(), e);
    }
  }

  private SuiteIndex fetch(String mirror, DebianSuite suite, Path file, Optional<SuiteIndex> known)
      throws IOException {
    progress.accept("fetching the package list of Debian " + suite.archiveName());
    AptRoot apt = apt(mirror, suite);
    try {
      apt.update();
    } catch (ProgramException e) {
      if (known.isEmpty() && CacheFaults.isFull(cache.root(), e)) {
        throw e;
      }
      if (known.isEmpty()) {
        throw unreachable(mirror, suite, e);
      }
      progress.accept(
          "can't refresh the package list of Debian "
              + suite.archiveName()
              + "; using the one of "
              + known.get().fetched());
      Files.writeString(offlineMark(file), "");
      Files.setLastModifiedTime(offlineMark(file), FileTime.from(clock.instant()));
      return known.get();
    }
    SuiteIndex fresh = SuiteIndex.of(apt, clock.instant());
    fresh.write(file);
    Files.deleteIfExists(offlineMark(file));
    return fresh;
  }

  private static InfrastructureException unreachable(
      String mirror, DebianSuite suite, ProgramException cause) {
    return new InfrastructureException(
        "Can't get the package list of Debian "
            + suite.archiveName()
            + " from "
            + mirror
            + ", and none was fetched before. Check the network (and http_proxy), or set "
            + DebianMirror.VARIABLE
            + " to a mirror that this machine reaches. "
            + cause.getMessage(),
        cause);
  }

  private boolean isFresh(SuiteIndex index, Duration oldest) {
    Instant now = clock.instant();
    // A list from the future was made under a wrong clock.
    return index.fetched().isAfter(now.minus(oldest)) && !index.fetched().isAfter(now);
  }

  private boolean isReadOnly() {
    return !Files.isWritable(cache.root());
  }

  /** Whether the mirror was out of reach just now, so that not every start waits for it again. */
  private boolean wasOffline(Path indexFile) throws IOException {
    Path mark = offlineMark(indexFile);
    return Files.exists(mark)
        && Files.getLastModifiedTime(mark)
            .toInstant()
            .isAfter(clock.instant().minus(OFFLINE_PAUSE));
  }

  private static Path offlineMark(Path indexFile) {
    return indexFile.resolveSibling("offline");
  }

  private AptRoot apt(String mirror, DebianSuite suite) {
    return new AptRoot(folder(mirror, suite), mirror, suite.archiveName());
  }

  private Path indexFile(String mirror, DebianSuite suite) {
    return cache.root().resolve(Cache.APT).resolve(folderName(mirror, suite)).resolve("index.json");
  }

  private Path folder(String mirror, DebianSuite suite) {
    return cache.folder(Cache.APT + "/" + folderName(mirror, suite));
  }

  private static String folderName(String mirror, DebianSuite suite) {
    return suite.archiveName() + "-" + Digests.of(mirror).substring(0, 8);
  }
}
