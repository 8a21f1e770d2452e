// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.SubflowSample;
import dev.subflow.mptcp.SubflowSeries;
import dev.subflow.mptcp.SubflowTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a host's TCP sockets time and again until it is closed.
 *
 * <p>At most {@value #MAX_SAMPLES} samples are kept: then every second one is forgotten. A sample
 * that fails ends the sampling, and every later call says why. Thread-safe.
 */
public final class SocketSampler implements AutoCloseable {
  /** Samples kept. */
  public static final int MAX_SAMPLES = 1000;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Supplier<SubflowTable> source;
  private final long started = System.nanoTime();
  private final List<SubflowSample> samples = new ArrayList<>();
  private final ScheduledExecutorService clock;
  private @Nullable Throwable failure;

  private SocketSampler(String name, Supplier<SubflowTable> source) {
    this.source = source;
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sampling " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  static SocketSampler start(String name, Supplier<SubflowTable> source, Duration pause) {
    SocketSampler sampler = new SocketSampler(name, source);
    // A sample that throws must not be followed by others.
    var unused =
        sampler.clock.scheduleWithFixedDelay(
            sampler::sample, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    return sampler;
  }

  private void sample() {
    try {
      Duration began = now();
      SubflowTable table = source.get();
      add(new SubflowSample(began, now(), table));
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        failure = e;
      }
      clock.shutdown();
    }
  }

  private synchronized void add(SubflowSample sample) {
    if (samples.size() == MAX_SAMPLES) {
      for (int i = MAX_SAMPLES - 1; i > 0; i -= 2) {
        samples.remove(i);
      }
    }
    samples.add(sample);
  }

  /** Time since sampling began, to name a point in it. */
  public Duration now() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Samples so far. */
  public synchronized List<SubflowSample> samples() {
    if (failure != null) {
      throw new IllegalStateException("sampling sockets failed: " + failure, failure);
    }
    return List.copyOf(samples);
  }

  /** Progress of one subflow at each sample so far. */
  public SubflowSeries series(Connection subflow) {
    return SubflowSeries.of(subflow, samples());
  }

  /** Waits up to 30 s until so many samples have been taken since a point in time. */
  public void awaitSamples(int count, Duration since) {
    Awaitility.await(count + " samples of sockets")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .until(
            () -> samples().stream().filter(s -> s.began().compareTo(since) >= 0).count() >= count);
  }

  /** Takes no more samples; those taken stay. */
  @Override
  public void close() {
    clock.shutdownNow();
  }
}
