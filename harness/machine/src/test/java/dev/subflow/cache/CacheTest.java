// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheTest {
  private static final CacheKey KEY = CacheKey.of("thing").with("input", "1");

  @TempDir Path root;
  private Cache cache;
  private final AtomicInteger builds = new AtomicInteger();

  @BeforeEach
  void open() {
    cache = new Cache(root.resolve("cache"));
  }

  private Path get(CacheKey key) {
    return cache.get(
        key,
        folder -> {
          builds.incrementAndGet();
          Files.writeString(folder.resolve("content"), "good");
        });
  }

  private static String content(Path entry) throws IOException {
    return Files.readString(entry.resolve("content"));
  }

  @Test
  void buildsOnceAndFindsItAgain() throws IOException {
    assertThat(cache.find(KEY)).isEmpty();
    Path entry = get(KEY);
    assertThat(get(KEY)).isEqualTo(entry);
    assertThat(new Cache(cache.root()).find(KEY)).contains(entry);
    assertThat(content(entry)).isEqualTo("good");
    assertThat(builds).hasValue(1);
    assertThat(Folders.children(cache.root().resolve("tmp"))).isEmpty();
  }

  @Test
  void otherInputsAreAnotherEntry() {
    assertThat(get(KEY.with("more", "x"))).isNotEqualTo(get(KEY));
    assertThat(CacheKey.of("a").with("b", "cd").id())
        .isNotEqualTo(CacheKey.of("a").with("bc", "d").id());
  }

  @Test
  void aFailedBuildLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                cache.get(
                    KEY,
                    folder -> {
                      Files.writeString(folder.resolve("half"), "x");
                      throw new IOException("the tool broke");
                    }))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the tool broke");
    assertThat(cache.find(KEY)).isEmpty();
    assertThat(Folders.children(cache.root().resolve("tmp"))).isEmpty();
    assertThat(content(get(KEY))).isEqualTo("good");
  }

  @Test
  void whoWaitsForAnotherRunIsTold() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    Cache patient =
        new Cache(
            cache.root(),
            line -> {
              assertThat(line)
                  .matches(
                      "waiting for another part of this run, at work since \\d\\d:\\d\\d:\\d\\d:"
                          + " taking");
              told.countDown();
            });
    Thread holder =
        new Thread(
            () ->
                cache.locked(
                    "place",
                    "Holding",
                    () -> {
                      held.countDown();
                      return await(told);
                    }));
    holder.start();
    held.await();

    assertThat(patient.<Boolean>locked("place", "Taking", () -> true)).isTrue();
    assertThat(told.getCount()).isZero();
    holder.join();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyThreadsGetOneBuild() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Path> task = () -> get(KEY);
      List<Future<Path>> results = threads.invokeAll(java.util.Collections.nCopies(32, task));
      for (Future<Path> result : results) {
        assertThat(content(result.get())).isEqualTo("good");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(builds).hasValue(1);
  }

  @Test
  void aBuildMayAskForAnotherEntry() throws IOException {
    Path outer =
        cache.get(
            KEY,
            folder -> {
              Files.writeString(folder.resolve("early"), "kept");
              get(KEY.with("inner", "yes"));
            });
    assertThat(outer.resolve("early")).hasContent("kept");
  }

  @Test
  void comesFromTheEnvironment() {
    assertThat(Cache.of(Map.of("XDG_CACHE_HOME", "/x"), "/home/u").root())
        .isEqualTo(Path.of("/x/subflow"));
    assertThat(Cache.of(Map.of("XDG_CACHE_HOME", "relative"), "/home/u").root())
        .isEqualTo(Path.of("/home/u/.cache/subflow"));
    assertThat(Cache.of(Map.of("HOME", "/h"), "/home/u").root())
        .isEqualTo(Path.of("/h/.cache/subflow"));
    assertThat(Cache.of(Map.of(), "/home/u").root()).isEqualTo(Path.of("/home/u/.cache/subflow"));
  }

  @Nested
  class Damage {
    @Test
    void changedContentIsRebuilt() throws IOException {
      Files.writeString(get(KEY).resolve("content"), "evil");
      assertThat(content(get(KEY))).isEqualTo("good");
      assertThat(builds).hasValue(2);
    }

    @Test
    void changedContentWithRestoredTimeIsRebuilt() throws IOException {
      Path file = get(KEY).resolve("content");
      FileTime time = Files.getLastModifiedTime(file);
      Files.writeString(file, "evil");
      Files.setLastModifiedTime(file, time);
      assertThat(content(get(KEY))).isEqualTo("good");
    }

    @Test
    void aTruncatedFileIsRebuilt() throws IOException {
      Files.writeString(get(KEY).resolve("content"), "");
      assertThat(content(get(KEY))).isEqualTo("good");
    }

    @Test
    void aMissingFileIsRebuilt() throws IOException {
      Files.delete(get(KEY).resolve("content"));
      assertThat(content(get(KEY))).isEqualTo("good");
    }

    @Test
    void aMissingOrBrokenManifestIsRebuilt() throws IOException {
      Files.delete(get(KEY).resolve(CacheManifest.FILE));
      Files.writeString(get(KEY).resolve(CacheManifest.FILE), "{\"kind\":");
      assertThat(content(get(KEY))).isEqualTo("good");
      assertThat(builds).hasValue(3);
    }

    @Test
    void aTouchedButIntactFileIsKept() throws IOException {
      Path file = get(KEY).resolve("content");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      get(KEY);
      assertThat(builds).hasValue(1);
      assertThat(CacheManifest.read(get(KEY)).orElseThrow().stampsAreCurrent(get(KEY))).isTrue();
    }

    @Test
    void verifyReadsEverything() throws IOException {
      Path entry = get(KEY);
      assertThat(cache.verify()).isEmpty();
      Files.writeString(entry.resolve("content"), "evil");
      assertThat(cache.verify()).containsOnlyKeys(entry);
      assertThat(cache.verify().get(entry)).contains("content").contains("changed");
    }
  }

  @Nested
  class Pruning {
    private Path used(String input, Duration ago) throws IOException {
      Path entry = get(KEY.with("n", input));
      Files.setLastModifiedTime(
          entry.resolve(CacheManifest.FILE), FileTime.from(Instant.now().minus(ago)));
      return entry;
    }

    @Test
    void longestUnusedGoesFirstUntilTheRestFits() throws IOException {
      Path middle = used("middle", Duration.ofDays(2));
      Path oldest = used("oldest", Duration.ofDays(3));
      Path newest = used("newest", Duration.ofDays(1));
      assertThat(cache.entries())
          .extracting(CacheEntry::path)
          .containsExactly(oldest, middle, newest);
      long each = cache.entries().get(0).sizeBytes();

      assertThat(cache.prune(PrunePolicy.keep(2 * each)))
          .extracting(CacheEntry::path)
          .containsExactly(oldest);
      assertThat(oldest).doesNotExist();
      assertThat(cache.entries()).extracting(CacheEntry::path).containsExactly(middle, newest);
    }

    @Test
    void aSparseFileCountsAsWhatTheDiskHolds() throws IOException {
      cache.get(
          KEY,
          folder -> {
            try (var memory = new RandomAccessFile(folder.resolve("memory").toFile(), "rw")) {
              memory.setLength(256 << 20);
              memory.write(1);
            }
          });
      assertThat(cache.entries().get(0).sizeBytes()).isBetween(1L, 1L << 20);
    }

    @Test
    void packageListsAreListedAndGoWithEverything() throws IOException {
      Path lists = Files.createDirectories(cache.root().resolve("apt/trixie-27f28161/state"));
      Files.write(lists.resolve("list"), new byte[100_000]);
      CacheEntry entry = cache.entries().get(0);
      assertThat(entry.kind()).isEqualTo("apt");
      assertThat(entry.sizeBytes()).isGreaterThanOrEqualTo(100_000);

      assertThat(cache.prune(PrunePolicy.everything())).containsExactly(entry);
      assertThat(lists.getParent()).doesNotExist();
    }

    @Test
    void whatIsInUseStays() throws IOException {
      used("a", Duration.ofMinutes(1));
      assertThat(cache.prune(PrunePolicy.keep(0))).isEmpty();
      assertThat(cache.prune(PrunePolicy.everything())).hasSize(1);
      assertThat(cache.entries()).isEmpty();
    }

    @Test
    void damagedEntriesAndStaleTemporaryFilesGo() throws IOException {
      Path entry = get(KEY);
      Files.delete(entry.resolve(CacheManifest.FILE));
      Path stale = Files.createDirectories(cache.root().resolve("tmp/thing-0123.456/deep"));
      cache.prune(PrunePolicy.keep(Long.MAX_VALUE));
      assertThat(entry).doesNotExist();
      assertThat(stale.getParent()).doesNotExist();
    }

    @Test
    void theTemporaryFolderOfARunningBuildStays() throws IOException {
      Path entry =
          cache.get(
              KEY,
              folder -> {
                Files.writeString(folder.resolve("content"), "good");
                new Cache(cache.root()).prune(PrunePolicy.everything());
              });
      assertThat(content(entry)).isEqualTo("good");
    }
  }

  @Nested
  class UnwritableCache {
    @Test
    void aFileInTheWayIsNamed() throws IOException {
      Files.writeString(root.resolve("cache"), "not a folder");
      assertThatThrownBy(() -> get(KEY))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining(root.resolve("cache").toString())
          .hasMessageContaining("XDG_CACHE_HOME");
    }

    @Test
    void aFullDiskIsNamedWithTheSpaceLeft() {
      IOException full =
          new java.nio.file.FileSystemException("/x", null, "No space left on device");
      assertThat(CacheFaults.explain(root, "Building kernel", full))
          .hasMessageContaining(root.toString())
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("MiB free of")
          .hasMessageContaining("subflow gc");
    }

    @Test
    void missingPermissionIsNamed() throws IOException {
      Files.createDirectories(cache.root());
      Files.setPosixFilePermissions(cache.root(), PosixFilePermissions.fromString("r-xr-xr-x"));
      Assumptions.assumeFalse(
          Files.isWritable(cache.root()), "this user may write anywhere (root)");
      assertThatThrownBy(() -> get(KEY))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("permission denied")
          .hasMessageContaining(cache.root().toString());
    }
  }
}
