// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something in the cache that can be removed by itself.
 *
 * @param entry what it is
 * @param locks files of the locks that whoever changes it has one of
 */
record CacheItem(CacheEntry entry, List<Path> locks) {
  CacheItem {
    Objects.requireNonNull(entry, "entry");
    locks = List.copyOf(locks);
  }

  /**
   * Removes it unless somebody has one of its locks.
   *
   * @return whether it is gone
   */
  boolean remove(CacheInventory.Discard discard) throws IOException {
    Deque<CacheLock> held = new ArrayDeque<>();
    try {
      for (Path file : locks) {
        Optional<CacheLock> lock = tryAcquire(file);
        if (lock.isEmpty()) {
          return false;
        }
        held.push(lock.get());
      }
      if (Files.exists(entry.path(), LinkOption.NOFOLLOW_LINKS)) {
        discard.remove(entry.path());
      }
      return true;
    } finally {
      for (CacheLock lock : held) {
        lock.close();
      }
    }
  }

  private static Optional<CacheLock> tryAcquire(Path file) throws IOException {
    try {
      return CacheLock.tryAcquire(file);
    } catch (OverlappingFileLockException e) {
      // Of this JVM, and taken in another way.
      return Optional.empty();
    }
  }
}
