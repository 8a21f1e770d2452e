// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** Builds one cache entry in a JVM of its own; for {@link CacheProcessTest}. */
final class CacheBuilderMain {
  static final CacheKey KEY = CacheKey.of("shared").with("input", "1");

  private CacheBuilderMain() {}

  /** Arguments: cache root, journal that gets a byte per build, and whether to hang half-way. */
  public static void main(String[] args) throws Exception {
    Path journal = Path.of(args[1]);
    boolean hang = Boolean.parseBoolean(args[2]);
    Path entry =
        new Cache(Path.of(args[0]))
            .get(
                KEY,
                folder -> {
                  Files.writeString(folder.resolve("a"), "first half");
                  note(journal);
                  if (hang) {
                    await(new CountDownLatch(1));
                  }
                  Files.writeString(folder.resolve("b"), "second half");
                });
    boolean whole = Files.exists(entry.resolve("a")) && Files.exists(entry.resolve("b"));
    System.exit(whole ? 0 : 3);
  }

  private static void note(Path journal) throws IOException {
    try (FileChannel channel =
        FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {'.'}));
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
