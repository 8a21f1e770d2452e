// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Number of bytes of input that a request may still be sent. Thread-safe. */
final class InputWindow {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int left = Requests.INPUT_WINDOW;
  private boolean closed;

  /**
   * Takes up to {@code wanted} bytes, at least one, waiting for them if need be.
   *
   * @return 0 when there were none within {@code patience}, or nobody wants any more
   */
  int acquire(int wanted, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (left == 0 && !closed) {
        if (nanos <= 0) {
          return 0;
        }
        nanos = changed.awaitNanos(nanos);
      }
      if (closed) {
        return 0;
      }
      int taken = Math.min(wanted, left);
      left -= taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what the agent grants.
   *
   * @throws IllegalArgumentException when that is negative, or more than was ever taken: a sound
   *     agent gives back what it was sent
   */
  void grant(int bytes) {
    lock.lock();
    try {
      if (bytes < 0 || bytes > Requests.INPUT_WINDOW - left) {
        throw new IllegalArgumentException(
            "a grant of "
                + bytes
                + " bytes, where "
                + (Requests.INPUT_WINDOW - left)
                + " of a window of "
                + Requests.INPUT_WINDOW
                + " were in use");
      }
      left += bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The request ended: nobody shall wait any longer. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
