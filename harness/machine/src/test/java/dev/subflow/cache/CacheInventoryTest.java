// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheInventoryTest {
  @TempDir private Path root;
  private CacheInventory inventory;
  private final List<Path> removed = new ArrayList<>();

  @BeforeEach
  void open() {
    inventory = new CacheInventory(root, name -> root.resolve("locks").resolve(name), this::remove);
  }

  private void remove(Path path) throws IOException {
    removed.add(path);
    Files.move(path, Files.createTempDirectory(root, "gone").resolve("x"));
  }

  /** An entry of the cache itself, used so many days ago. */
  private Path entry(String name, int days) throws IOException {
    CacheKey key = CacheKey.of("kind").with("name", name);
    Path folder = new Cache(root).get(key, made -> Files.writeString(made.resolve("x"), name));
    Instant used = Instant.now().minus(Duration.ofDays(days));
    Files.setLastModifiedTime(folder.resolve(CacheManifest.FILE), FileTime.from(used));
    return folder;
  }

  @Test
  void entriesAreListedLongestUnusedFirst() throws IOException {
    entry("new", 1);
    entry("old", 9);
    entry("middle", 5);

    assertThat(inventory.entries())
        .extracting(e -> e.inputs().get("name"))
        .containsExactly("old", "middle", "new");
  }

  @Test
  void pruningStopsAtItsSizeAndSparesWhatWasUsed() throws IOException {
    Path old = entry("old", 9);
    Path used = entry("used", 1);

    assertThat(inventory.prune(new PrunePolicy(0, Duration.ofDays(2)))).hasSize(1);
    assertThat(removed).containsExactly(old);
    assertThat(inventory.prune(new PrunePolicy(1L << 40, Duration.ZERO))).isEmpty();
    assertThat(used).exists();
  }

  @Test
  void anEntryInUseIsNotPruned() throws IOException {
    Path old = entry("old", 9);
    Path lock = root.resolve("locks").resolve("kind-" + old.getFileName());
    try (CacheLock held = CacheLock.acquire(lock, holder -> {})) {
      assertThat(held).isNotNull();
      assertThat(inventory.prune(PrunePolicy.everything())).isEmpty();
    }
    assertThat(inventory.prune(PrunePolicy.everything())).hasSize(1);
  }

  @Test
  void whatIsDamagedIsNamedWithItsDamage() throws IOException {
    Path changed = entry("changed", 1);
    Path sound = entry("sound", 1);
    Path unreadable = entry("unreadable", 1);
    Files.writeString(changed.resolve("x"), "something else");
    Files.writeString(unreadable.resolve(CacheManifest.FILE), "{");

    Map<Path, String> damaged = inventory.damaged();
    assertThat(damaged).containsOnlyKeys(changed, unreadable).doesNotContainKey(sound);
    assertThat(damaged.get(unreadable)).isEqualTo("its manifest is gone or unreadable");
    assertThat(damaged.get(changed)).contains("x");
  }

  @Test
  void anEntryWithoutAManifestGoesWithTheNextPruning() throws IOException {
    Path unreadable = entry("unreadable", 1);
    Files.delete(unreadable.resolve(CacheManifest.FILE));

    assertThat(inventory.prune(new PrunePolicy(1L << 40, Duration.ZERO)))
        .as("it is no entry any more")
        .isEmpty();
    assertThat(removed).containsExactly(unreadable);
  }

  @Test
  void whatCanNotBeRemovedIsExplained() throws IOException {
    Path entry = entry("x", 1);
    CacheInventory stuck =
        new CacheInventory(
            root,
            root.resolve("locks")::resolve,
            path -> {
              throw new IOException("busy");
            });

    assertThatThrownBy(() -> stuck.discard(entry))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Removing " + entry)
        .hasMessageContaining("busy");
    stuck.discard(root.resolve("nothing"));
  }

  @Test
  void foldersOfAnEmptyCacheAreNone() throws IOException {
    CacheFolders folders = new CacheFolders(root, root::resolve);
    assertThat(folders.items()).isEmpty();

    Files.createDirectories(root.resolve("bisect/0123"));
    assertThat(folders.items())
        .singleElement()
        .satisfies(item -> assertThat(item.entry().kind()).isEqualTo(Cache.BISECT))
        .satisfies(
            item -> assertThat(item.locks()).containsExactly(root.resolve("bisect/0123/lock")))
        .satisfies(item -> assertThat(item.entry().inputs()).isEqualTo(Map.of("tree", "0123")));
  }
}
