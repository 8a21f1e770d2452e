// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@link DoctorCommand} on this machine, whether guests can run on it or not. */
final class DoctorCommandTest {
  @TempDir private Path caches;

  @Test
  void theExitCodeIsThatOfTheVerdict() throws JsonProcessingException {
    CommandLineRun run = CommandLineRun.withCache(caches, "doctor", "--offline");
    CommandLineRun json = CommandLineRun.withCache(caches, "doctor", "--offline", "--json");
    JsonNode diagnosis = new ObjectMapper().readTree(json.out());

    boolean ready = run.out().contains("Guests can run here.");
    assertThat(run.exitCode()).isEqualTo(ready ? 0 : 3);
    assertThat(json.exitCode()).isEqualTo(run.exitCode());
    assertThat(run.out().contains("Guests cannot run here yet.")).isEqualTo(!ready);
    assertThat(diagnosis.get("checks"))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(run.out()).contains(check.get("name").asText()));
  }
}
