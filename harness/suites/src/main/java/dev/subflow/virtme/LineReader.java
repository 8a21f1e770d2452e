// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines; long ones are cut too. Thread-safe. */
final class LineReader {
  private static final int LIMIT = 16 << 10;

  private final Consumer<String> lines;
  private final byte[] line = new byte[LIMIT];
  private int length;

  LineReader(Consumer<String> lines) {
    this.lines = lines;
  }

  synchronized void hear(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n' || length == LIMIT) {
        end();
      }
      if (b != '\n') {
        line[length++] = b;
      }
    }
  }

  /** Nothing follows. */
  synchronized void finish() {
    if (length > 0) {
      end();
    }
  }

  private void end() {
    lines.accept(new String(line, 0, length, StandardCharsets.UTF_8));
    length = 0;
  }
}
