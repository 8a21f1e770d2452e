// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.vm.Vm;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Something done with all guests at once: each takes its time, and nobody waits for the sum. */
final class EachGuest {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "each-guest");
            thread.setDaemon(true);
            return thread;
          });

  private EachGuest() {}

  /**
   * Returns when the action is done with each.
   *
   * @throws RuntimeException what the action threw for the first that it failed with
   */
  static void atOnce(Collection<? extends Vm> guests, Consumer<Vm> action) {
    List<CompletableFuture<Void>> begun =
        guests.stream()
            .map(guest -> CompletableFuture.runAsync(() -> action.accept(guest), THREADS))
            .toList();
    RuntimeException first = null;
    for (CompletableFuture<Void> one : begun) {
      try {
        one.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        if (first == null) {
          first =
              e.getCause() instanceof RuntimeException cause
                  ? cause
                  : new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InfrastructureException("interrupted while guests were asked", e);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
