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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive lock of one key, among threads and among processes.
 *
 * <p>The kernel drops it when its process dies, however it dies, so nothing is ever left locked.
 * The lock files stay: removing one while another process waits on it would let two in.
 */
final class CacheLock implements AutoCloseable {
  /** Java refuses a second file lock within one JVM instead of waiting, so threads queue here. */
  private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final @Nullable FileChannel channel;

  private CacheLock(ReentrantLock threads, @Nullable FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Waits for the lock; {@code busy} is called once when another holder makes it wait. */
  static CacheLock acquire(Path file, Runnable busy) throws IOException {
    ReentrantLock threads = threadsOf(file);
    if (!threads.tryLock()) {
      busy.run();
      lockInterruptibly(threads, file);
    }
    return withFile(threads, file, Optional.of(busy)).orElseThrow();
  }

  /** Takes the lock if nobody, not even this thread, has it. */
  static Optional<CacheLock> tryAcquire(Path file) throws IOException {
    ReentrantLock threads = threadsOf(file);
    if (threads.isHeldByCurrentThread() || !threads.tryLock()) {
      return Optional.empty();
    }
    return withFile(threads, file, Optional.empty());
  }

  private static Optional<CacheLock> withFile(
      ReentrantLock threads, Path file, Optional<Runnable> wait) throws IOException {
    if (threads.getHoldCount() > 1) {
      return Optional.of(new CacheLock(threads, null));
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null && wait.isPresent()) {
        wait.get().run();
        lock = channel.lock();
      }
      locked = lock != null;
      return locked ? Optional.of(new CacheLock(threads, channel)) : Optional.empty();
    } catch (FileLockInterruptionException | ClosedByInterruptException e) {
      throw interrupted(file, e);
    } finally {
      if (!locked) {
        threads.unlock();
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static ReentrantLock threadsOf(Path file) {
    return IN_THIS_JVM.computeIfAbsent(
        file.toAbsolutePath().normalize(), path -> new ReentrantLock());
  }

  private static void lockInterruptibly(ReentrantLock lock, Path file) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(file, e);
    }
  }

  private static InfrastructureException interrupted(Path file, Exception cause) {
    return new InfrastructureException("Interrupted while waiting for the lock " + file, cause);
  }

  @Override
  public void close() throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      threads.unlock();
    }
  }
}
