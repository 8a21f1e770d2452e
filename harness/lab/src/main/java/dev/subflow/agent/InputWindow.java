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

  void grant(int bytes) {
    lock.lock();
    try {
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
