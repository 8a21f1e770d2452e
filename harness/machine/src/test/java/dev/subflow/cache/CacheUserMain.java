// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.InfrastructureException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uses a cache that it may not be able to write, in a process of its own: {@code ROOT}. */
final class CacheUserMain {
  static final CacheKey KEY = CacheKey.of("thing").with("input", "1");
  static final CacheKey ABSENT = CacheKey.of("thing").with("input", "2");

  private CacheUserMain() {}

  public static void main(String[] args) throws Exception {
    Cache cache = new Cache(Path.of(args[0]), line -> System.out.println("progress: " + line));
    for (int i = 0; i < 2; i++) {
      Path entry =
          cache.get(
              KEY,
              folder -> {
                throw new IllegalStateException("it is built again");
              });
      System.out.println("content: " + Files.readString(entry.resolve("deep/content")));
    }
    System.out.println("entries: " + cache.entries().size());
    System.out.println("damaged: " + cache.verify().size());
    System.out.println("pruned: " + cache.prune(PrunePolicy.keep(Long.MAX_VALUE)).size());
    try {
      cache.get(ABSENT, folder -> {});
      System.out.println("written");
    } catch (InfrastructureException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
