// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Ends for want of memory, in another thread than the first, as a reader of an output may. */
final class ThreadWithoutMemoryMain {
  private ThreadWithoutMemoryMain() {}

  public static void main(String[] args) {
    Launch.guard(
        () -> {
          new Thread(ThreadWithoutMemoryMain::fill, "filler").start();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void fill() {
    List<byte[]> kept = new ArrayList<>();
    while (!kept.contains(null)) {
      kept.add(new byte[1 << 16]);
    }
  }
}
