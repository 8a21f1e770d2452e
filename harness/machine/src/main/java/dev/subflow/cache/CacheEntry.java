// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that the cache holds, for listing.
 *
 * @param kind what it is, such as {@code kernel}
 * @param id digest of its inputs, or its name
 * @param path its folder or file
 * @param inputs what it was made of
 * @param sizeBytes what it takes of the disk, which of a sparse file is less than its length
 * @param created when it was built
 * @param lastUsed when it was last asked for
 */
public record CacheEntry(
    String kind,
    String id,
    Path path,
    Map<String, String> inputs,
    long sizeBytes,
    Instant created,
    Instant lastUsed) {
  public CacheEntry {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(path, "path");
    inputs = Map.copyOf(inputs);
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(lastUsed, "lastUsed");
  }

  /** Entry of another size. */
  CacheEntry ofBytes(long bytes) {
    return new CacheEntry(kind, id, path, inputs, bytes, created, lastUsed);
  }
}
