// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Walks over all entries of a cache: lists, verifies, prunes. */
final class CacheInventory {
  private final Path root;
  private final Function<String, Path> lockFile;
  private final Discard discard;

  /** Removes an entry's folder. */
  @FunctionalInterface
  interface Discard {
    void remove(Path folder) throws IOException;
  }

  CacheInventory(Path root, Function<String, Path> lockFile, Discard discard) {
    this.root = root;
    this.lockFile = lockFile;
    this.discard = discard;
  }

  List<CacheEntry> entries() {
    try {
      List<CacheEntry> entries = new ArrayList<>();
      DiskUsage usage = DiskUsage.of(root.resolve("entries"), 2);
      for (Path folder : folders()) {
        Optional<CacheManifest> manifest = CacheManifest.read(folder);
        if (manifest.isPresent()) {
          entries.add(entry(folder, manifest.get(), usage));
        }
      }
      entries.addAll(others(DebianArchive.FOLDER, "lists"));
      entries.addAll(others(Cache.BUILDS, "source"));
      entries.sort(Comparator.comparing(CacheEntry::lastUsed));
      return List.copyOf(entries);
    } catch (IOException e) {
      throw CacheFaults.explain(root, "Listing the cache", e);
    }
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
    List<CacheEntry> entries = entries();
    long total = entries.stream().mapToLong(CacheEntry::sizeBytes).sum();
    Instant protectedSince = Instant.now().minus(policy.keepUsedWithin());
    List<CacheEntry> removed = new ArrayList<>();
    try {
      for (CacheEntry entry : entries) {
        boolean idle =
            policy.keepUsedWithin().equals(Duration.ZERO)
                || entry.lastUsed().isBefore(protectedSince);
        if (total > policy.maxBytes() && idle && remove(entry.kind(), entry.path())) {
          total -= entry.sizeBytes();
          removed.add(entry);
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
        remove(root.resolve("entries").relativize(folder).getName(0).toString(), folder);
      }
    }
  }

  private boolean remove(String kind, Path folder) throws IOException {
    Optional<CacheLock> lock =
        CacheLock.tryAcquire(lockFile.apply(kind + "-" + folder.getFileName()));
    if (lock.isEmpty()) {
      return false;
    }
    try (CacheLock held = lock.get()) {
      Objects.requireNonNull(held);
      discard.remove(folder);
      return true;
    }
  }

  private List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path kind : Folders.children(root.resolve("entries"))) {
      folders.addAll(Folders.children(kind));
    }
    return folders;
  }

  /** Folders that are no entries, as they change: package lists, and where kernels are built. */
  private List<CacheEntry> others(String kind, String what) throws IOException {
    Path parent = root.resolve(kind);
    DiskUsage usage = DiskUsage.of(parent, 1);
    List<CacheEntry> found = new ArrayList<>();
    for (Path folder : Folders.children(parent)) {
      String name = String.valueOf(folder.getFileName());
      Instant changed = Files.getLastModifiedTime(folder).toInstant();
      found.add(
          new CacheEntry(
              kind, name, folder, Map.of(what, name), usage.bytes(folder, 0), changed, changed));
    }
    return found;
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
