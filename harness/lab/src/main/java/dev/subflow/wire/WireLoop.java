// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that carries all frames of a lab, with its selector and its timers.
 *
 * <p>One thread, not one per direction: guests keep the cores busy, and each context switch taken
 * from them is paid twice. Everything a wire owns is touched on this thread only; other threads
 * come in through {@link #call}.
 */
final class WireLoop implements AutoCloseable {
  /** Action of a channel when it is ready; returns the number of bytes it moved. */
  interface Ready {
    int ready();
  }

  private record Timer(long at, long sequence, Runnable action) {}

  private static final Logger LOG = LoggerFactory.getLogger(WireLoop.class);

  // Guests write frame by frame. Under load a short pause lets frames gather, so that one read and
  // one write carry many; less than MIN is interactive traffic, more than MAX would fill sockets.
  private static final long GATHER_NANOS = 200_000;
  private static final int GATHER_MIN_BYTES = 4 << 10;
  private static final int GATHER_MAX_BYTES = 96 << 10;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::sequence));
  private final Object stateLock = new Object();
  private long timerSequence;
  private int moved;
  private volatile boolean closing;
  private boolean running;
  private @Nullable Throwable failure;

  WireLoop(String name) throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    synchronized (stateLock) {
      running = true;
    }
    thread.start();
  }

  /** Registers a channel; on the loop's thread, or before {@link #start}. */
  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, ready);
  }

  /** Runs an action on the loop's thread after a delay; only from that thread. */
  void schedule(Duration delay, Runnable action) {
    timers.add(new Timer(System.nanoTime() + delay.toNanos(), timerSequence++, action));
  }

  /** Runs an action in the same turn, after what runs now; only from the loop's thread. */
  void soon(Runnable action) {
    tasks.add(action);
  }

  /**
   * Runs an action between two batches of frames and returns its result; from any thread.
   *
   * <p>Before the start and after the end of the loop the action runs on the caller's thread, so
   * that counters stay readable and everything can be closed.
   */
  <T> T call(Supplier<T> action) {
    if (Thread.currentThread().equals(thread)) {
      return action.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (stateLock) {
      if (!running) {
        return action.get();
      }
      tasks.add(() -> complete(result, action));
    }
    wake();
    try {
      return result.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(thread.getName() + " could not do it", e.getCause());
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> action) {
    try {
      result.complete(action.get());
    } catch (RuntimeException | Error e) {
      // Whoever asked would wait for ever.
      result.completeExceptionally(e);
    }
  }

  /** As {@link #call}, without a result. */
  void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * Does nothing while the loop works.
   *
   * @throws IllegalStateException when it died of an error, which is the cause
   */
  void requireAlive() {
    synchronized (stateLock) {
      if (failure != null) {
        throw new IllegalStateException(
            thread.getName() + " died and its wires carry nothing; this is a bug", failure);
      }
    }
  }

  private void wake() {
    selector.wakeup();
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      while (!closing) {
        turn();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("{} died; its wires carry nothing any more", thread.getName(), e);
      synchronized (stateLock) {
        failure = e;
      }
    } finally {
      end();
    }
  }

  private void turn() throws IOException {
    moved = 0;
    selector.select(this::dispatch, millisToNextTimer());
    runTimers();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    if (moved >= GATHER_MIN_BYTES && moved <= GATHER_MAX_BYTES) {
      LockSupport.parkNanos(this, GATHER_NANOS);
    }
  }

  private void dispatch(SelectionKey key) {
    if (key.isValid()) {
      moved += ((Ready) key.attachment()).ready();
    }
  }

  private long millisToNextTimer() {
    Timer next = timers.peek();
    if (next == null) {
      return 0;
    }
    // 0 would wait for ever; rounding up keeps the loop from turning idly in the last millisecond.
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.at() - System.nanoTime()) + 1);
  }

  private void runTimers() {
    long now = System.nanoTime();
    for (Timer next = timers.peek(); next != null && next.at() - now <= 0; next = timers.peek()) {
      timers.remove();
      next.action().run();
    }
  }

  private void end() {
    synchronized (stateLock) {
      running = false;
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  /** Ends the thread; {@link #call} goes on to work. */
  void stop() {
    closing = true;
    wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  /** Stops, and lets the selector go; the channels must be closed before. */
  @Override
  public void close() {
    stop();
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
