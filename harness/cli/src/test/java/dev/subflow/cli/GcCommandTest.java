// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The words of {@link GcCommand} on this user's cache; it removes nothing here. */
final class GcCommandTest {
  @Test
  void aDryRunLeavesAllThatIsThere() throws JsonProcessingException {
    CommandLineRun run = CommandLineRun.of("gc", "--all", "--dry-run", "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(run.exitCode()).isZero();
    assertThat(json.get("removed")).isEmpty();
    assertThat(json.get("bytesLeft").asLong())
        .isEqualTo(
            StreamSupport.stream(json.get("entries").spliterator(), false)
                .mapToLong(entry -> entry.get("sizeBytes").asLong())
                .sum());
  }

  @Test
  void theLastLineSumsUp() {
    CommandLineRun run = CommandLineRun.of("gc", "--dry-run");

    assertThat(run.out().lines().findFirst().orElseThrow()).startsWith("KIND ");
    assertThat(run.out()).containsPattern("subflow: .* in \\d+ entries, 0 B removed\n\\z");
  }
}
