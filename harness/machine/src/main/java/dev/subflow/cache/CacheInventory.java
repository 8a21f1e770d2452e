// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Walks over all entries of a cache: lists, verifies, prunes. */
final class CacheInventory {
  private final Path root;
  private final Function<String, Path> lockFile;
  private final Discard discard;

  /** Removes a folder or file. */
  @FunctionalInterface
  interface Discard {
    void remove(Path path) throws IOException;
  }

  CacheInventory(Path root, Function<String, Path> lockFile, Discard discard) {
    this.root = root;
    this.lockFile = lockFile;
    this.discard = discard;
  }

  List<CacheEntry> entries() {
    try {
      return items().stream().map(CacheItem::entry).toList();
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Listing the cache", e);
    }
  }

  /** Longest unused first; of the same time, what is in something else before that. */
  private List<CacheItem> items() throws IOException {
    List<CacheItem> items = new ArrayList<>();
    DiskUsage usage = DiskUsage.of(root.resolve("entries"), 2);
    for (Path folder : folders()) {
      Optional<CacheManifest> manifest = CacheManifest.read(folder);
      if (manifest.isPresent()) {
        CacheEntry entry = entry(folder, manifest.get(), usage);
        items.add(new CacheItem(entry, locks(entry.kind(), folder)));
      }
    }
    items.addAll(new CacheFolders(root, lockFile).items());
    items.sort(Comparator.comparing(item -> item.entry().lastUsed()));
    return items;
  }

  Map<Path, String> damaged() {
    try {
      Map<Path, String> damaged = new TreeMap<>();
      for (Path folder : folders()) {
        Optional<CacheManifest> manifest = CacheManifest.read(folder);
        Optional<String> damage =
            manifest.isPresent()
                ? manifest.get().damage(folder, true)
                : Optional.of("its manifest is gone or unreadable");
        damage.ifPresent(what -> damaged.put(folder, what));
      }
      return damaged;
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Verifying the cache", e);
    }
  }

  List<CacheEntry> prune(PrunePolicy policy) {
    Instant protectedSince = Instant.now().minus(policy.keepUsedWithin());
    List<CacheEntry> removed = new ArrayList<>();
    try {
      List<CacheItem> items = items();
      long total = items.stream().mapToLong(item -> item.entry().sizeBytes()).sum();
      for (CacheItem item : items) {
        boolean idle =
            policy.keepUsedWithin().equals(Duration.ZERO)
                || item.entry().lastUsed().isBefore(protectedSince);
        if (total > policy.maxBytes() && idle && item.remove(discard)) {
          total -= item.entry().sizeBytes();
          removed.add(item.entry());
        }
      }
      removeUnreadable();
      return List.copyOf(removed);
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Pruning", e);
    }
  }

  /** For the holder of the entry's lock. */
  void discard(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      discard.remove(folder);
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Removing " + folder, e);
    }
  }

  private void removeUnreadable() throws IOException {
    for (Path folder : folders()) {
      if (CacheManifest.read(folder).isEmpty()) {
        String kind = String.valueOf(root.resolve("entries").relativize(folder).getName(0));
        Instant now = Instant.now();
        String id = String.valueOf(folder.getFileName());
        CacheEntry entry = new CacheEntry(kind, id, folder, Map.of(), 0, now, now);
        var unused = new CacheItem(entry, locks(kind, folder)).remove(discard);
      }
    }
  }

  private List<Path> locks(String kind, Path folder) {
    return List.of(lockFile.apply(kind + "-" + folder.getFileName()));
  }

  private List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path kind : Folders.children(root.resolve("entries"))) {
      folders.addAll(Folders.children(kind));
    }
    return folders;
  }

  private static CacheEntry entry(Path folder, CacheManifest manifest, DiskUsage usage)
      throws IOException {
    return new CacheEntry(
        manifest.kind(),
        String.valueOf(folder.getFileName()),
        folder,
        manifest.inputs(),
        usage.bytes(folder, manifest.bytes()),
        Instant.ofEpochMilli(manifest.createdMillis()),
        Files.getLastModifiedTime(folder.resolve(CacheManifest.FILE)).toInstant());
  }
}
