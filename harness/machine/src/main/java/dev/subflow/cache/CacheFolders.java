// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Folders and files of a cache that change where they are, beside its entries. */
final class CacheFolders {
  private static final String CCACHE = "ccache";

  private final Path root;
  private final Function<String, Path> lockFile;

  CacheFolders(Path root, Function<String, Path> lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /** All of it; what is in something else stands before that. */
  List<CacheItem> items() throws IOException {
    List<CacheItem> items = new ArrayList<>();
    for (Path lists : Folders.children(root.resolve(Cache.APT))) {
      Map<String, String> inputs = Map.of("lists", name(lists));
      items.add(item(Cache.APT, lists, inputs, locks(Cache.APT, lists)));
    }
    items.addAll(builds());
    for (Path state : Folders.children(root.resolve(Cache.BISECT))) {
      items.add(item(Cache.BISECT, state, asked(state), List.of(state.resolve("lock"))));
    }
    for (Path file : Folders.children(root.resolve(Cache.HISTORY))) {
      Map<String, String> inputs =
          Files.isDirectory(file)
              ? Map.of("what", name(file) + " of all runs")
              : Map.of("selftests", selftests(file));
      items.add(item(Cache.HISTORY, file, inputs, locks(Cache.HISTORY, file)));
    }
    for (Path folder : Folders.children(root.resolve(Cache.BEHAVIOUR))) {
      Map<String, String> inputs =
          Map.of("kernel", text(folder.resolve(Cache.BEHAVIOUR_KERNEL), name(folder)));
      items.add(item(Cache.BEHAVIOUR, folder, inputs, locks(Cache.BEHAVIOUR, folder)));
    }
    addWhole(
        items,
        Cache.COVERAGE,
        "functions that tests reach",
        List.of(lockFile.apply(Cache.COVERAGE)));
    addWhole(items, "logs", "output of tools", List.of());
    addWhole(items, "probes", "which accelerators work", List.of());
    return items;
  }

  /** Of each source its build folders, then what they were built from, and what all share. */
  private List<CacheItem> builds() throws IOException {
    Path builds = root.resolve(Cache.BUILDS);
    DiskUsage usage = DiskUsage.of(builds, 2);
    List<CacheItem> items = new ArrayList<>();
    List<Path> allLocks = new ArrayList<>();
    for (Path area : Folders.children(builds)) {
      if (name(area).equals(CCACHE)) {
        continue;
      }
      List<Path> locks = locks(Cache.BUILDS, area);
      List<Path> ofAll = new ArrayList<>(locks);
      ofAll.add(lockFile.apply(Cache.BUILDS + "-" + name(area) + Cache.SOURCE_LOCK));
      String source = text(area.resolve(Cache.BUILD_SOURCE), name(area));
      Instant used = time(area, "used");
      long bytes = usage.bytes(area, 0);
      for (Path out : Folders.children(area)) {
        if (name(out).startsWith(Cache.BUILD_OUT)) {
          String configuration =
              text(out.resolve(Cache.BUILD_CONFIGURATION), name(out)).replace(' ', ',');
          Map<String, String> inputs = Map.of("configuration", configuration, "source", source);
          Instant built = Files.getLastModifiedTime(out).toInstant();
          Path ofOut = lockFile.apply(Cache.BUILDS + "-" + name(area) + "-" + name(out));
          ofAll.add(ofOut);
          List<Path> both = new ArrayList<>(locks);
          both.add(ofOut);
          items.add(new CacheItem(entry("build-folder", out, inputs, usage, built), both));
          bytes -= usage.bytes(out, 0);
          // It must not go before what is in it.
          used = built.isAfter(used) ? built : used;
        }
      }
      CacheEntry whole = entry("build-source", area, Map.of("source", source), usage, used);
      items.add(new CacheItem(whole.ofBytes(Math.max(0, bytes)), ofAll));
      allLocks.addAll(ofAll);
    }
    Path ccache = builds.resolve(CCACHE);
    if (Files.isDirectory(ccache)) {
      Map<String, String> inputs = Map.of("what", "objects that compilers made");
      CacheEntry entry =
          entry(CCACHE, ccache, inputs, usage, Files.getLastModifiedTime(ccache).toInstant());
      items.add(new CacheItem(entry, allLocks));
    }
    return items;
  }

  private void addWhole(List<CacheItem> items, String folder, String what, List<Path> locks)
      throws IOException {
    Path path = root.resolve(folder);
    if (!Folders.children(path).isEmpty()) {
      items.add(item(folder, path, Map.of("what", what), locks));
    }
  }

  /** The tree, the ends and the test of a bisection, as the lines of its question. */
  private static Map<String, String> asked(Path state) throws IOException {
    List<String> lines = text(state.resolve("asked"), name(state)).lines().toList();
    List<String> names = List.of("tree", "good", "bad", "test");
    Map<String, String> inputs = new TreeMap<>();
    for (int i = 0; i < Math.min(lines.size(), names.size()); i++) {
      inputs.put(names.get(i), lines.get(i));
    }
    return inputs;
  }

  private static String selftests(Path file) {
    return name(file).replaceFirst("^kselftest-", "").replaceFirst("\\.jsonl$", "");
  }

  private List<Path> locks(String kind, Path path) {
    return List.of(lockFile.apply(kind + "-" + name(path)));
  }

  private static CacheItem item(
      String kind, Path path, Map<String, String> inputs, List<Path> locks) throws IOException {
    return new CacheItem(entry(kind, path, inputs, DiskUsage.of(path, 0), newest(path)), locks);
  }

  private static CacheEntry entry(
      String kind, Path path, Map<String, String> inputs, DiskUsage usage, Instant used)
      throws IOException {
    long length = Files.isRegularFile(path) ? Files.size(path) : 0;
    return new CacheEntry(kind, name(path), path, inputs, usage.bytes(path, length), used, used);
  }

  /** When it, or a file right in it, was changed last. */
  private static Instant newest(Path path) throws IOException {
    Instant newest = Files.getLastModifiedTime(path).toInstant();
    for (Path child : Folders.children(path)) {
      Instant time = time(path, name(child));
      newest = time.isAfter(newest) ? time : newest;
    }
    return newest;
  }

  /** When a file of a folder was changed; where there is none, the folder. */
  private static Instant time(Path folder, String file) throws IOException {
    try {
      return Files.getLastModifiedTime(folder.resolve(file)).toInstant();
    } catch (NoSuchFileException e) {
      return Files.getLastModifiedTime(folder).toInstant();
    }
  }

  private static String text(Path file, String otherwise) throws IOException {
    // A build, whose folder it may be, can put there what it likes.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return otherwise;
    }
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return otherwise;
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
