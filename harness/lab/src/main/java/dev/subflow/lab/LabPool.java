// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labs that are brought up ahead of need, one of a topology at most, while others are in use.
 *
 * <p>Nothing has run in such a lab; its wires are captured from the moment it is taken.
 * Thread-safe.
 */
final class LabPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LabPool.class);

  private final BiFunction<Topology, SpareLab, Lab> starter;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "next lab");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Topology, SpareLab> spares = new HashMap<>();
  private boolean closed;

  /**
   * @param starter brings a lab up that does not capture yet
   */
  LabPool(BiFunction<Topology, SpareLab, Lab> starter) {
    this.starter = starter;
  }

  /**
   * Starts to bring a lab up, unless there is one of that topology.
   *
   * @param beside a folder of that file system holds its consoles until it is taken
   */
  synchronized void prepare(Topology topology, Path beside) {
    if (closed || spares.containsKey(topology)) {
      return;
    }
    try {
      SpareLab spare = new SpareLab(Files.createTempDirectory(beside, ".next-"));
      executor.execute(() -> spare.complete(() -> starter.apply(topology, spare)));
      spares.put(topology, spare);
    } catch (IOException | RejectedExecutionException e) {
      log.debug("no lab of {} ahead of need: {}", topology.name(), e.toString());
    }
  }

  /**
   * Takes the lab of that topology, if one is there or coming.
   *
   * @param evidence where its consoles and captures go from now on
   * @param listener told of every command from now on
   */
  Optional<Lab> take(Topology topology, Path evidence, CommandLog listener) {
    SpareLab spare;
    synchronized (this) {
      spare = spares.remove(topology);
    }
    if (spare == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(spare.handOver(evidence, listener));
    } catch (CompletionException | UncheckedIOException e) {
      // Whoever asked gets a new one, and hears what is wrong if that fails too.
      log.debug("the lab of {} made ahead of need is of no use", topology.name(), e);
      spare.discard();
      return Optional.empty();
    }
  }

  /** Ends the labs that nobody took. */
  @Override
  public void close() {
    List<SpareLab> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(spares.values());
      spares.clear();
    }
    executor.shutdown();
    left.forEach(SpareLab::discard);
  }
}
