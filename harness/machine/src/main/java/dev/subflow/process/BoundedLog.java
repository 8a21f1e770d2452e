// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Output of a process: its first bytes in a file, its last ones in memory. Of a flood the file gets
 * the head, a line that counts what was dropped, and the tail. Thread-safe.
 */
public final class BoundedLog implements AutoCloseable {
  private static final int TAIL = 32 << 10;

  private final Optional<OutputStream> file;
  private final LongPredicate allowed;
  private final byte[] ring = new byte[TAIL];
  private long limit;
  private long total;
  private boolean closed;

  private BoundedLog(Optional<OutputStream> file, long limit, LongPredicate allowed) {
    this.file = file;
    this.limit = limit;
    this.allowed = allowed;
  }

  public static BoundedLog open(Optional<Path> file, long limit) throws IOException {
    return open(file, limit, bytes -> true);
  }

  /**
   * A log of something that may take only so much of the disk.
   *
   * @param allowed whether so many bytes more may be written, asked before each write; after the
   *     first refusal the file gets only its tail
   */
  public static BoundedLog open(Optional<Path> file, long limit, LongPredicate allowed)
      throws IOException {
    return new BoundedLog(
        file.isPresent() ? Optional.of(Files.newOutputStream(file.get())) : Optional.empty(),
        limit,
        allowed);
  }

  /** A log that is written to a stream, which may refuse. */
  public static BoundedLog to(OutputStream file, long limit) {
    return new BoundedLog(Optional.of(file), limit, bytes -> true);
  }

  /**
   * Takes the next bytes.
   *
   * @throws IOException when the file refuses them
   */
  public synchronized void write(byte[] bytes, int length) throws IOException {
    if (file.isPresent() && total < limit && !closed) {
      int fitting = (int) Math.min(length, limit - total);
      if (allowed.test(fitting)) {
        file.get().write(bytes, 0, fitting);
      } else {
        limit = total;
      }
    }
    int from = Math.max(0, length - TAIL);
    for (int i = from; i < length; i++) {
      ring[(int) ((total + i) % TAIL)] = bytes[i];
    }
    total += length;
  }

  /** The last lines, a partial first one left out. */
  synchronized String tail(int lines) {
    String text = new String(last((int) Math.min(total, TAIL)), StandardCharsets.UTF_8);
    List<String> all = text.lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private byte[] last(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = ring[(int) ((total - count + i) % TAIL)];
    }
    return bytes;
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed || file.isEmpty()) {
      return;
    }
    closed = true;
    try (OutputStream out = file.get()) {
      if (total > limit) {
        int count = (int) Math.min(total - limit, TAIL);
        long dropped = total - limit - count;
        out.write(("\n[... " + dropped + " bytes dropped ...]\n").getBytes(StandardCharsets.UTF_8));
        out.write(last(count));
      }
    }
  }
}
