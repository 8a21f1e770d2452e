// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.Splat;
import dev.subflow.failure.SplatWatch;
import dev.subflow.process.BoundedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a guest's serial console for as long as it lives: into the evidence, and line by line into
 * the splat watch.
 *
 * <p>Thread-safe. Memory is bounded whatever the guest prints.
 */
final class Console implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Console.class);
  static final long LOG_LIMIT = 8 << 20;
  private static final int RECENT_LINES = 200;
  private static final int LINE_LIMIT = 4096;

  private final SocketChannel channel;
  private final BoundedLog file;
  private volatile Optional<String> gap = Optional.empty();
  private final SplatWatch watch = new SplatWatch();
  private final Deque<String> recent = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final String guest;

  Console(String guest, SocketChannel channel, Path path) throws IOException {
    this(guest, channel, BoundedLog.open(Optional.of(path), LOG_LIMIT));
  }

  Console(String guest, SocketChannel channel, BoundedLog file) {
    this.guest = guest;
    this.channel = channel;
    this.file = file;
  }

  /** Starts reading; {@code onSplat} is called on the reading thread. */
  void start(Consumer<Splat.Kind> onSplat) {
    Thread reader = new Thread(() -> read(onSplat), "console-" + guest);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Consumer<Splat.Kind> onSplat) {
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    try {
      while (channel.read(buffer) >= 0) {
        keep(buffer.array(), buffer.position());
        take(
            new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1), onSplat);
        buffer.clear();
      }
    } catch (IOException e) {
      log.debug("console ended: {}", e.toString());
    } finally {
      ended.countDown();
    }
  }

  /** A full disk must not blind the watch: what can't be written is read all the same. */
  private void keep(byte[] bytes, int length) {
    if (gap.isPresent()) {
      return;
    }
    try {
      file.write(bytes, length);
    } catch (IOException e) {
      incomplete(e);
    }
  }

  private void incomplete(IOException e) {
    gap = Optional.of(String.valueOf(e.getMessage()));
    log.warn("the console log of {} is incomplete: {}", guest, e.getMessage());
  }

  /** Why its log lacks what came last, though it was watched; empty when nothing is lacking. */
  Optional<String> gap() {
    return gap;
  }

  private void take(String text, Consumer<Splat.Kind> onSplat) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        String whole = line.toString();
        line.setLength(0);
        synchronized (recent) {
          recent.addLast(whole);
          if (recent.size() > RECENT_LINES) {
            recent.removeFirst();
          }
        }
        watch.line(whole).ifPresent(onSplat);
      } else if (c != '\r' && line.length() < LINE_LIMIT) {
        line.append(c);
      }
    }
  }

  /** The last lines, as printed. */
  List<String> recentLines() {
    synchronized (recent) {
      return List.copyOf(recent);
    }
  }

  /** Every splat so far. */
  List<Splat> splats() {
    return watch.splats();
  }

  /** Waits until QEMU has closed its end, so that the last words are in. */
  void awaitEnd(long millis) {
    try {
      if (!ended.await(millis, TimeUnit.MILLISECONDS)) {
        log.warn("the console of {} was still open {} ms after QEMU ended", guest, millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("closing the console of {}: {}", guest, e.toString());
    }
    try {
      file.close();
    } catch (IOException e) {
      if (gap.isEmpty()) {
        incomplete(e);
      }
    }
  }
}
