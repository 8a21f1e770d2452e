// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders in which entries are built, or taken apart, out of anyone's sight. */
final class CacheTemporaries {
  private static final Logger log = LoggerFactory.getLogger(CacheTemporaries.class);

  private final Path folder;
  private final Function<String, Path> lockFile;

  CacheTemporaries(Path folder, Function<String, Path> lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** An empty folder to build in, for the holder of the key's lock. */
  Path create(CacheKey key) throws IOException {
    Files.createDirectories(folder);
    // Whoever holds the lock knows that no other builder of it lives.
    for (Path stale : Folders.children(folder)) {
      if (keyOf(stale).equals(key.fileName())) {
        Folders.discard(stale);
      }
    }
    return fresh(key.fileName());
  }

  /** Renamed first: whoever dies while deleting leaves a temporary folder, not half an entry. */
  void discard(Path entry) throws IOException {
    Files.createDirectories(folder);
    Path doomed = fresh(String.valueOf(entry.getFileName()));
    try {
      Files.move(entry, doomed.resolve("entry"), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // The cache came with a container's image: overlayfs renames no folder of a lower layer.
      // Without its manifest it is no entry, whoever dies meanwhile.
      log.debug("{} can't be renamed: {}", entry, e.getMessage());
      Files.deleteIfExists(entry.resolve(CacheManifest.FILE));
      Folders.delete(entry);
    }
    Folders.discard(doomed);
  }

  /** With the permissions of any new folder, so that others may read what their umask lets them. */
  private Path fresh(String key) throws IOException {
    while (true) {
      Path path = folder.resolve(key + "." + ThreadLocalRandom.current().nextInt(1, 1 << 30));
      try {
        return Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        log.debug("{} is taken", path);
      }
    }
  }

  /** Removes the folders whose builder is gone: those whose key nobody has locked. */
  void sweep() throws IOException {
    for (Path stale : Folders.children(folder)) {
      Optional<CacheLock> lock = CacheLock.tryAcquire(lockFile.apply(keyOf(stale)));
      if (lock.isPresent()) {
        try (CacheLock held = lock.get()) {
          Objects.requireNonNull(held);
          log.debug("removing {}, left by a run that died", stale);
          Folders.discard(stale);
        }
      }
    }
  }

  private static String keyOf(Path temporary) {
    return String.valueOf(temporary.getFileName()).replaceFirst("\\.\\d+$", "");
  }
}
