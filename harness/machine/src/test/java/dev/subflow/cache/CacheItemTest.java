// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks, and the removing of what nobody has locked. */
@Timeout(60)
final class CacheItemTest {
  @TempDir private Path folder;
  private Path first;
  private Path second;
  private final List<Path> removed = new ArrayList<>();

  @BeforeEach
  void files() throws IOException {
    first = folder.resolve("locks/first");
    second = folder.resolve("locks/second");
    Files.createDirectories(folder.resolve("entry"));
  }

  private CacheItem item(String name) {
    Instant now = Instant.now();
    return new CacheItem(
        new CacheEntry("kind", name, folder.resolve(name), Map.of(), 1, now, now),
        List.of(first, second));
  }

  private static Optional<Boolean> isFree(Path file) {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                Optional<CacheLock> lock = CacheLock.tryAcquire(file);
                if (lock.isPresent()) {
                  lock.get().close();
                }
                return Optional.of(lock.isPresent());
              } catch (IOException e) {
                return Optional.<Boolean>empty();
              }
            })
        .join();
  }

  @Test
  void isRemovedUnderItsLocksWhichAreFreeAfterwards() throws IOException {
    boolean gone =
        item("entry")
            .remove(
                path -> {
                  assertThat(isFree(first)).contains(false);
                  assertThat(isFree(second)).contains(false);
                  removed.add(path);
                });

    assertThat(gone).isTrue();
    assertThat(removed).containsExactly(folder.resolve("entry"));
    assertThat(isFree(first)).contains(true);
    assertThat(isFree(second)).contains(true);
  }

  @Test
  void staysWhileSomebodyHasOneOfItsLocks() throws IOException {
    try (CacheLock held = CacheLock.acquire(second, holder -> {})) {
      assertThat(held).isNotNull();
      assertThat(item("entry").remove(removed::add)).isFalse();
      assertThat(isFree(first)).as("the one it had is given back").contains(true);
    }
    assertThat(removed).isEmpty();
  }

  @Test
  void staysWhileALockWasTakenInAnotherWay() throws IOException {
    Files.createDirectories(first.getParent());
    try (FileChannel channel =
            FileChannel.open(first, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(item("entry").remove(removed::add)).isFalse();
    }
    assertThat(removed).isEmpty();
    assertThat(item("entry").remove(removed::add)).isTrue();
  }

  @Test
  void whatIsGoneNeedsNoRemoving() throws IOException {
    assertThat(item("nothing").remove(removed::add)).isTrue();
    assertThat(removed).isEmpty();
  }

  @Test
  void locksAreFreeAfterAFailure() {
    assertThatThrownBy(
            () ->
                item("entry")
                    .remove(
                        path -> {
                          throw new IOException("busy");
                        }))
        .hasMessage("busy");
    assertThat(isFree(first)).contains(true);
    assertThat(isFree(second)).contains(true);
  }

  @Test
  void aThreadMayTakeItsLockAgain() throws IOException {
    try (CacheLock outer = CacheLock.acquire(first, holder -> {})) {
      try (CacheLock inner = CacheLock.acquire(first, holder -> {})) {
        assertThat(inner).isNotSameAs(outer);
      }
      assertThat(isFree(first)).as("the outer one still holds it").contains(false);
      assertThat(CacheLock.tryAcquire(first)).as("not even this thread").isEmpty();
    }
    assertThat(isFree(first)).contains(true);
  }

  @Test
  void whoWaitsIsToldOnceAndMayBeInterrupted() throws Exception {
    CompletableFuture<Boolean> busy = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    try (CacheLock held = CacheLock.acquire(first, holder -> {})) {
      assertThat(held).isNotNull();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  CacheLock.acquire(first, holder -> busy.complete(true)).close();
                  thrown.complete(new AssertionError("it got the lock"));
                } catch (IOException | RuntimeException e) {
                  thrown.complete(e);
                }
              });
      waiting.start();
      assertThat(busy.get(20, TimeUnit.SECONDS)).isTrue();
      waiting.interrupt();
      assertThat(thrown.get(20, TimeUnit.SECONDS))
          .isInstanceOf(InfrastructureException.class)
          .hasMessage("Interrupted while waiting for the lock " + first);
    }
    assertThat(isFree(first)).contains(true);
  }

  @Test
  void temporariesOfADeadBuilderAreSweptAndThoseOfALivingOneStay() throws IOException {
    Path temporary = folder.resolve("tmp");
    CacheTemporaries temporaries =
        new CacheTemporaries(temporary, name -> folder.resolve("locks").resolve(name));
    CacheKey dead = CacheKey.of("dead");
    CacheKey alive = CacheKey.of("alive");
    Path left = temporaries.create(dead);
    Files.writeString(left.resolve("half"), "done");
    Path used = temporaries.create(alive);

    try (CacheLock held =
        CacheLock.acquire(folder.resolve("locks").resolve(alive.fileName()), holder -> {})) {
      assertThat(held).isNotNull();
      temporaries.sweep();
    }

    assertThat(left).doesNotExist();
    assertThat(used).isEmptyDirectory();
    assertThat(temporaries.create(alive)).as("the next builder").isNotEqualTo(used);
    assertThat(used).as("it knows that no other lives").doesNotExist();
  }

  @Test
  void anEntryIsMovedAwayBeforeItIsTakenApart() throws IOException {
    CacheTemporaries temporaries = new CacheTemporaries(folder.resolve("tmp"), folder::resolve);
    Path entry = folder.resolve("entry");
    Files.writeString(entry.resolve("file"), "text");

    temporaries.discard(entry);

    assertThat(entry).doesNotExist();
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
    assertThatThrownBy(() -> temporaries.discard(entry)).isInstanceOf(IOException.class);
  }

  @Test
  void diskUsageCountsWhatASparseFileHolds() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("area/a/b"));
    Files.write(deep.resolve("full"), new byte[300_000]);
    try (FileChannel sparse =
        FileChannel.open(
            folder.resolve("area/sparse"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      sparse.write(ByteBuffer.allocate(1), 1L << 30);
    }
    DiskUsage usage = DiskUsage.of(folder.resolve("area"), 1);

    assertThat(usage.bytes(folder.resolve("area"), -1)).isBetween(300_000L, 1_000_000L);
    assertThat(usage.bytes(folder.resolve("area/a"), -1)).isGreaterThanOrEqualTo(300_000);
    assertThat(usage.bytes(deep, -1)).as("deeper than was asked").isEqualTo(-1);
    assertThat(DiskUsage.of(folder.resolve("none"), 1).bytes(folder, 7)).isEqualTo(7);
  }
}
