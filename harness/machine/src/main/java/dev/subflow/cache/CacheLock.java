// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lock of one key, among threads and among processes: exclusive, or shared with others that share.
 *
 * <p>The kernel drops it when its process dies, however it dies, so nothing is ever left locked.
 * The lock files stay: removing one while another process waits on it would let two in. Beside each
 * is noted who holds it, for messages.
 */
final class CacheLock implements AutoCloseable {
  /** Java refuses a second file lock within one JVM instead of waiting, so threads queue here. */
  private static final ConcurrentMap<Path, Place> IN_THIS_JVM = new ConcurrentHashMap<>();

  private final Place place;
  private final boolean shared;
  private final @Nullable FileChannel channel;

  private CacheLock(Place place, boolean shared, @Nullable FileChannel channel) {
    this.place = place;
    this.shared = shared;
    this.channel = channel;
  }

  /** A lock in this JVM, and the file of those of its threads that share it. */
  private static final class Place {
    final Path file;
    final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
    private int sharers;
    private @Nullable FileChannel sharersFile;

    Place(Path file) {
      this.file = file;
    }

    Lock of(boolean share) {
      return share ? threads.readLock() : threads.writeLock();
    }

    /** For the holder of the read lock: the first of them locks the file for all. */
    synchronized void share(Consumer<Optional<LockHolder>> busy) throws IOException {
      if (sharers == 0) {
        FileChannel opened = open(file);
        try {
          if (lock(opened, true, Optional.of(() -> busy.accept(holder(file)))).isEmpty()) {
            throw new IOException(file + " can't be locked");
          }
          sharersFile = opened;
          noteSelf(true);
        } finally {
          if (sharersFile == null) {
            opened.close();
          }
        }
      }
      sharers++;
    }

    synchronized void unshare() throws IOException {
      FileChannel opened = sharersFile;
      if (--sharers == 0 && opened != null) {
        sharersFile = null;
        try (opened) {
          noteSelf(false);
        }
      }
    }

    private void noteSelf(boolean holds) {
      List<LockHolder> others =
          LockHolder.read(file).stream().filter(h -> !h.isThisProcess()).toList();
      LockHolder.note(file, holds ? LockHolder.with(others) : others);
    }
  }

  /**
   * Waits for the lock; {@code busy} is called once when others make it wait, with one of them
   * where that is known.
   */
  static CacheLock acquire(Path file, Consumer<Optional<LockHolder>> busy) throws IOException {
    Place place = placeOf(file);
    takeTurn(place, false, busy);
    return withFile(place, Optional.of(() -> busy.accept(holder(file)))).orElseThrow();
  }

  /** The same, shared with others that share: whoever wants it alone waits for all of them. */
  static CacheLock share(Path file, Consumer<Optional<LockHolder>> busy) throws IOException {
    Place place = placeOf(file);
    takeTurn(place, true, busy);
    boolean done = false;
    try {
      place.share(busy);
      done = true;
      return new CacheLock(place, true, null);
    } catch (FileLockInterruptionException | ClosedByInterruptException e) {
      throw interrupted(file, e);
    } finally {
      if (!done) {
        place.of(true).unlock();
      }
    }
  }

  /** Takes the lock if nobody, not even this thread, has it. */
  static Optional<CacheLock> tryAcquire(Path file) throws IOException {
    Place place = placeOf(file);
    if (place.threads.isWriteLockedByCurrentThread() || !place.of(false).tryLock()) {
      return Optional.empty();
    }
    return withFile(place, Optional.empty());
  }

  private static void takeTurn(Place place, boolean share, Consumer<Optional<LockHolder>> busy) {
    Lock threads = place.of(share);
    if (!threads.tryLock()) {
      busy.accept(holder(place.file));
      try {
        threads.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted(place.file, e);
      }
    }
  }

  private static Optional<CacheLock> withFile(Place place, Optional<Runnable> wait)
      throws IOException {
    if (place.threads.getWriteHoldCount() > 1) {
      return Optional.of(new CacheLock(place, false, null));
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = open(place.file);
      locked = lock(channel, false, wait).isPresent();
      if (locked) {
        LockHolder.note(place.file, LockHolder.with(List.of()));
      }
      return locked ? Optional.of(new CacheLock(place, false, channel)) : Optional.empty();
    } catch (FileLockInterruptionException | ClosedByInterruptException e) {
      locked = false;
      throw interrupted(place.file, e);
    } catch (IOException e) {
      locked = false;
      throw e;
    } finally {
      if (!locked) {
        place.of(false).unlock();
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Optional<FileLock> lock(
      FileChannel channel, boolean share, Optional<Runnable> wait) throws IOException {
    Optional<FileLock> lock = Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, share));
    if (lock.isPresent() || wait.isEmpty()) {
      return lock;
    }
    wait.get().run();
    return Optional.of(channel.lock(0, Long.MAX_VALUE, share));
  }

  private static Optional<LockHolder> holder(Path file) {
    return LockHolder.read(file).stream().findFirst();
  }

  private static Place placeOf(Path file) {
    return IN_THIS_JVM.computeIfAbsent(file.toAbsolutePath().normalize(), Place::new);
  }

  private static InfrastructureException interrupted(Path file, Exception cause) {
    return new InfrastructureException("Interrupted while waiting for the lock " + file, cause);
  }

  @Override
  public void close() throws IOException {
    try {
      if (shared) {
        place.unshare();
      } else if (channel != null) {
        try (channel) {
          LockHolder.note(place.file, List.of());
        }
      }
    } finally {
      place.of(shared).unlock();
    }
  }
}
