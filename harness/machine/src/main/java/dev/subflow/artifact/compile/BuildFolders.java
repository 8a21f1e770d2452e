// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.cache.Cache;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.Folders;
import dev.subflow.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Build folders of one source, one per configuration. */
final class BuildFolders {
  /**
   * Prefix of build folders; another builder's have a different one, as kbuild does not know of it.
   */
  static final String PREFIX = Cache.BUILD_OUT + KernelBuilder.VERSION + "-";

  private static final Logger log = LoggerFactory.getLogger(BuildFolders.class);

  private final Cache cache;
  private final String source;
  private final Path parent;

  /**
   * Those of a source.
   *
   * @param source its name, as its locks have it
   */
  BuildFolders(Cache cache, String source, Path parent) {
    this.cache = cache;
    this.source = source;
    this.parent = parent;
  }

  /**
   * The build folder of a configuration. A new one begins as a copy of that with the most fragments
   * in common, of several the last one used: kbuild knows which files depend on which options. One
   * whose build was killed is new again: what was compiled comes from ccache.
   *
   * @param fragments names of what the configuration is made of
   */
  Path folder(String configuration, Set<String> fragments) throws IOException {
    Path out = parent.resolve(PREFIX + configuration);
    if (isUnfinished(out)) {
      log.info("the last build in {} was killed: starting anew", out);
      Folders.delete(out);
    }
    if (!Files.isDirectory(out)) {
      Path fresh = parent.resolve("fresh-" + PREFIX + configuration);
      Folders.delete(fresh);
      try {
        if (!copyNearest(fragments, fresh)) {
          Files.createDirectories(fresh);
        }
        Files.move(fresh, out, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        // Half of it would take the room that is wanted.
        Folders.discard(fresh);
      }
    }
    Files.setLastModifiedTime(out, FileTime.from(Instant.now()));
    return out;
  }

  boolean has(String configuration) {
    return Files.isDirectory(parent.resolve(PREFIX + configuration));
  }

  private static boolean isUnfinished(Path out) {
    return Files.exists(out.resolve(WorkArea.UNFINISHED));
  }

  private record Candidate(Path out, int differing, FileTime used) {}

  /** Copies the nearest of those that nobody builds in. */
  private boolean copyNearest(Set<String> fragments, Path fresh) throws IOException {
    try {
      for (Path out : nearest(fragments)) {
        String lock = WorkArea.lockName(source) + "-" + out.getFileName();
        if (cache
            .ifFree(lock, "Copying " + out, () -> !isUnfinished(out) && copy(out, fresh))
            .orElse(false)) {
          return true;
        }
      }
      return false;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean copy(Path out, Path fresh) {
    try {
      Program.of("cp", "-a", "--reflink=auto", out.toString(), fresh.toString()).output();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> nearest(Set<String> fragments) throws IOException {
    List<Candidate> all = new ArrayList<>();
    for (Path child : Folders.children(parent)) {
      if (String.valueOf(child.getFileName()).startsWith(PREFIX) && !isUnfinished(child)) {
        FileTime used = Files.getLastModifiedTime(child);
        all.add(new Candidate(child, differing(fragments, fragmentsOf(child)), used));
      }
    }
    return all.stream()
        .sorted(
            Comparator.comparingInt(Candidate::differing)
                .thenComparing(Candidate::used, Comparator.reverseOrder()))
        .map(Candidate::out)
        .toList();
  }

  private static int differing(Set<String> some, Set<String> others) {
    Set<String> both = new HashSet<>(some);
    both.retainAll(others);
    return some.size() + others.size() - 2 * both.size();
  }

  private static Set<String> fragmentsOf(Path out) throws IOException {
    Optional<String> names = Enclosure.of(out).ownText(Path.of(Cache.BUILD_CONFIGURATION));
    return names.isPresent() ? new HashSet<>(List.of(names.get().strip().split(","))) : Set.of();
  }
}
