// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoundedLogTest {
  @TempDir private Path temp;

  @Test
  void keepsAShortOutputWhole() throws IOException {
    assertThat(logged(100, "one\n", "two\n")).isEqualTo("one\ntwo\n");
  }

  @Test
  void keepsHeadAndTailOfAFlood() throws IOException {
    String flood = "x".repeat(200_000);

    String text = logged(10, "0123456789", flood, "the end\n");

    assertThat(text)
        .startsWith("0123456789\n[... 167240 bytes dropped ...]\nxxx")
        .endsWith("xthe end\n")
        .hasSize(10 + "\n[... 167240 bytes dropped ...]\n".length() + (32 << 10));
  }

  @Test
  void endsWithItsTailWhereNoMoreIsAllowed() throws IOException {
    Path file = temp.resolve("log");
    long[] left = {10};
    try (BoundedLog log =
        BoundedLog.open(Optional.of(file), 1 << 20, bytes -> (left[0] -= bytes) >= 0)) {
      write(log, "0123456789");
      write(log, "x".repeat(100_000));
      write(log, "the end\n");
    }

    assertThat(file)
        .content()
        .startsWith("0123456789\n[... 67240 bytes dropped ...]\nxxx")
        .endsWith("xthe end\n");
  }

  @Test
  void showsTheLastLines() throws IOException {
    try (BoundedLog log = BoundedLog.open(Optional.empty(), 1)) {
      write(log, "x".repeat(100_000) + "\none\ntwo\nthree");
      assertThat(log.tail(2)).isEqualTo("two\nthree");
    }
  }

  private String logged(long limit, String... parts) throws IOException {
    Path file = temp.resolve("log");
    try (BoundedLog log = BoundedLog.open(Optional.of(file), limit)) {
      for (String part : parts) {
        write(log, part);
      }
    }
    return Files.readString(file);
  }

  private static void write(BoundedLog log, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    log.write(bytes, bytes.length);
  }
}
