// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a control channel, each up to 1 MiB long: the longest that QEMU is asked for takes some
 * kilobytes. Of a longer one the head is kept and the rest is read and forgotten.
 */
final class QmpLines implements AutoCloseable {
  static final int LIMIT = 1 << 20;

  private final InputStream in;

  QmpLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Reads the next line; null at the end, where a line without its end is none. */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (line.size() < LIMIT && b != '\r') {
        line.write(b);
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
