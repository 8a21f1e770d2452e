// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@link GcCommand} on a cache of its own. */
final class GcCommandTest {
  @TempDir private Path caches;
  private Path entry;

  @BeforeEach
  void aCacheWithAnEntry() {
    entry =
        new Cache(caches.resolve("subflow"))
            .get(
                CacheKey.of("kernel").with("release", "6.12"),
                folder -> Files.write(folder.resolve("vmlinux"), new byte[100_000]));
  }

  @Test
  void aDryRunLeavesAllThatIsThere() throws JsonProcessingException {
    CommandLineRun run = CommandLineRun.withCache(caches, "gc", "--all", "--dry-run", "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(run.exitCode()).isZero();
    assertThat(json.get("removed")).isEmpty();
    assertThat(json.get("entries")).hasSize(1);
    assertThat(json.get("bytesLeft").asLong())
        .isGreaterThanOrEqualTo(100_000)
        .isEqualTo(
            StreamSupport.stream(json.get("entries").spliterator(), false)
                .mapToLong(entry -> entry.get("sizeBytes").asLong())
                .sum());
    assertThat(entry).exists();
  }

  @Test
  void theLastLineSumsUp() {
    CommandLineRun run = CommandLineRun.withCache(caches, "gc", "--dry-run");

    assertThat(run.out().lines().findFirst().orElseThrow()).startsWith("KIND ");
    assertThat(run.out()).contains("release=6.12");
    assertThat(run.out()).containsPattern("subflow: .* in 1 entries, 0 B removed\n\\z");
  }

  @Test
  void allRemovesIt() {
    CommandLineRun run = CommandLineRun.withCache(caches, "gc", "--all");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("subflow: 0 B in 0 entries, .* removed\n\\z");
    assertThat(entry).doesNotExist();
  }
}
