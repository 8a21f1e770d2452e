// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that holds the head and the tail of a stream of any length.
 *
 * <p>The head goes to the file as it comes; of what exceeds it the last part is kept in memory and
 * appended by {@link #close}. Thread-safe.
 */
final class ConsoleLog implements AutoCloseable {
  private final OutputStream file;
  private final int headLimit;
  private final byte[] tail;
  private long total;

  ConsoleLog(Path path, int headLimit, int tailLimit) throws IOException {
    this.file = Files.newOutputStream(path);
    this.headLimit = headLimit;
    this.tail = new byte[tailLimit];
  }

  synchronized void write(byte[] bytes, int length) throws IOException {
    int toHead = (int) Math.min(length, Math.max(0, headLimit - total));
    file.write(bytes, 0, toHead);
    for (int i = toHead; i < length; i++) {
      tail[(int) ((total + i - headLimit) % tail.length)] = bytes[i];
    }
    total += length;
  }

  synchronized long total() {
    return total;
  }

  @Override
  public synchronized void close() throws IOException {
    try (OutputStream out = file) {
      long beyond = total - headLimit;
      if (beyond <= 0) {
        return;
      }
      int kept = (int) Math.min(beyond, tail.length);
      if (beyond > kept) {
        out.write(
            ("\n[... " + (beyond - kept) + " bytes not kept ...]\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      int start = (int) ((beyond - kept) % tail.length);
      byte[] ordered = Arrays.copyOf(Arrays.copyOfRange(tail, start, tail.length), tail.length);
      System.arraycopy(tail, 0, ordered, tail.length - start, start);
      out.write(ordered, 0, kept);
    }
  }
}
