// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends chunks to a file on a thread of its own, so that a slow disk does not slow the wires.
 *
 * <p>Bounded: there are {@value #CHUNKS} chunks, and who finds none free must wait or drop. Only
 * whole chunks stay in the file: what an error left half written is cut off.
 */
final class CaptureWriter {
  static final int CHUNKS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(CaptureWriter.class);

  private record Work(@Nullable CaptureChunk chunk, CompletableFuture<Boolean> done) {}

  private final Path file;
  private final int ports;
  private final FileChannel channel;
  private final Thread thread;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final BlockingQueue<CaptureChunk> free = new LinkedBlockingQueue<>();
  private final AtomicLongArray lost;
  private int made;
  private final AtomicLong wholeBytes = new AtomicLong();
  private volatile @Nullable IOException failure;

  CaptureWriter(Path file, int ports, ByteBuffer header) throws IOException {
    this.file = file;
    this.ports = ports;
    lost = new AtomicLongArray(ports);
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      writeFully(header);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    thread = new Thread(this::run, "subflow-capture-" + file.getFileName());
    thread.setDaemon(true);
    thread.start();
  }

  /** An empty chunk, or null when none becomes free in time; one caller at a time. */
  @Nullable CaptureChunk chunk(Duration patience) {
    CaptureChunk chunk = free.poll();
    if (chunk == null && made < CHUNKS) {
      made++;
      return new CaptureChunk(ports);
    }
    if (chunk == null && !patience.isZero()) {
      try {
        chunk = free.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return chunk;
  }

  void write(CaptureChunk chunk) {
    queue.add(new Work(chunk, new CompletableFuture<>()));
  }

  /** Why writing ended, or null while it works. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Number of bytes of the file in whole blocks; the rest may still be written, or be cut off. */
  long wholeBytes() {
    return wholeBytes.get();
  }

  /** Frames of one port that were handed over but could not be written. */
  long lost(int port) {
    return lost.get(port);
  }

  /** Waits until all that was handed over is in the file. */
  void await(Duration patience) throws IOException {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    queue.add(new Work(null, done));
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "capture " + file + " could not be written within " + patience + "; is the disk stuck?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while capture " + file + " was written", e);
    }
    IOException failed = failure;
    if (failed != null) {
      throw new IOException("capture " + file + " is incomplete: " + failed.getMessage(), failed);
    }
  }

  /** Writes what is left and ends. */
  void close(Duration patience) throws IOException {
    try {
      await(patience);
    } finally {
      thread.interrupt();
    }
  }

  private void run() {
    try (channel) {
      while (true) {
        Work work = queue.take();
        CaptureChunk chunk = work.chunk();
        if (chunk != null) {
          append(chunk);
          chunk.clear();
          free.add(chunk);
        }
        work.done().complete(true);
      }
    } catch (InterruptedException e) {
      LOG.debug("capture {} ends", file);
    } catch (IOException e) {
      LOG.warn("capture {} could not be closed: {}", file, e.toString());
    }
  }

  private void append(CaptureChunk chunk) {
    if (failure == null) {
      try {
        writeFully(chunk.blocks().flip());
        return;
      } catch (IOException e) {
        LOG.warn("capture {} ends here, its file can't be written: {}", file, e.toString());
        failure = e;
      }
    }
    for (int port = 0; port < ports; port++) {
      lost.addAndGet(port, chunk.frames(port));
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      wholeBytes.addAndGet(length);
    } catch (IOException e) {
      try {
        channel.truncate(wholeBytes.get());
      } catch (IOException cutting) {
        e.addSuppressed(cutting);
      }
      throw e;
    }
  }
}
