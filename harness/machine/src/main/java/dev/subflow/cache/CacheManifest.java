// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Manifest of an entry when it was built: lies in its folder as {@value #FILE}.
 *
 * @param kind the key's kind
 * @param inputs the key's inputs
 * @param createdMillis when it was built, milliseconds since 1970
 * @param files every regular file
 */
record CacheManifest(
    String kind, Map<String, String> inputs, long createdMillis, List<FileFacts> files) {
  static final String FILE = "manifest.json";

  CacheManifest {
    Objects.requireNonNull(kind, "kind");
    inputs = Map.copyOf(inputs);
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param path relative to the entry
   * @param size bytes
   * @param stamp modification and change time and inode: as long as it is the same, nobody has
   *     written to the file
   * @param sha256 of its content
   */
  record FileFacts(String path, long size, String stamp, String sha256) {
    FileFacts {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(stamp, "stamp");
      Objects.requireNonNull(sha256, "sha256");
    }

    static FileFacts of(Path folder, Path file) throws IOException {
      String path = folder.relativize(file).toString();
      return new FileFacts(path, Files.size(file), stampOf(file), Digests.of(file));
    }
  }

  static CacheManifest describe(CacheKey key, Path folder) throws IOException {
    return new CacheManifest(key.kind(), key.inputs(), System.currentTimeMillis(), facts(folder));
  }

  private static List<FileFacts> facts(Path folder) throws IOException {
    List<FileFacts> files = new ArrayList<>();
    for (Path file : Folders.regularFiles(folder)) {
      if (!folder.relativize(file).toString().equals(FILE)) {
        files.add(FileFacts.of(folder, file));
      }
    }
    return files;
  }

  /** Reads an entry's manifest; empty when there is none or it is damaged. */
  static Optional<CacheManifest> read(Path folder) throws IOException {
    try {
      return Optional.of(Json.read(Files.readAllBytes(folder.resolve(FILE)), CacheManifest.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Path folder) throws IOException {
    WholeFile.write(folder.resolve(FILE), Json.pretty(this));
  }

  long bytes() {
    return files.stream().mapToLong(FileFacts::size).sum();
  }

  /**
   * Says what is wrong with the folder, if anything. A file whose size and stamp are as recorded is
   * taken as good; of others, or of all when {@code thorough}, the content is read.
   */
  Optional<String> damage(Path folder, boolean thorough) throws IOException {
    return inspect(folder, thorough).damage();
  }

  /**
   * What was found.
   *
   * @param isStamped whether all stamps are as recorded
   */
  record Finding(Optional<String> damage, boolean isStamped) {
    private static Finding of(String damage) {
      return new Finding(Optional.of(damage), false);
    }
  }

  /** The same, and whether the stamps are as recorded: each file is looked at once. */
  Finding inspect(Path folder, boolean thorough) throws IOException {
    boolean isStamped = true;
    for (FileFacts file : files) {
      Path path = folder.resolve(file.path());
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        return Finding.of(file.path() + " is gone");
      }
      if (Files.size(path) != file.size()) {
        return Finding.of(file.path() + " has " + Files.size(path) + " bytes, not " + file.size());
      }
      boolean untouched = file.stamp().equals(stampOf(path));
      if ((thorough || !untouched) && !Digests.of(path).equals(file.sha256())) {
        return Finding.of(file.path() + " has changed since it was built");
      }
      isStamped &= untouched;
    }
    return new Finding(Optional.empty(), isStamped);
  }

  boolean stampsAreCurrent(Path folder) throws IOException {
    for (FileFacts file : files) {
      if (!file.stamp().equals(stampOf(folder.resolve(file.path())))) {
        return false;
      }
    }
    return true;
  }

  /** Whether another manifest is of the same files, however often they were stamped. */
  boolean isOfSameBuild(CacheManifest other) {
    return createdMillis == other.createdMillis && inputs.equals(other.inputs);
  }

  /** Facts with the stamps of today, for files that were copied or restored intact. */
  CacheManifest restamped(Path folder) throws IOException {
    List<FileFacts> fresh = new ArrayList<>();
    for (FileFacts file : files) {
      Path path = folder.resolve(file.path());
      fresh.add(new FileFacts(file.path(), file.size(), stampOf(path), file.sha256()));
    }
    return new CacheManifest(kind, inputs, createdMillis, fresh);
  }

  private static String stampOf(Path file) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(file, "unix:lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS);
    return unix.get("lastModifiedTime") + " " + unix.get("ctime") + " " + unix.get("ino");
  }
}
