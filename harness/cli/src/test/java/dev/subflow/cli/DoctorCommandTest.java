// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** The words of {@link DoctorCommand} on this machine, whether guests can run on it or not. */
final class DoctorCommandTest {
  @Test
  void theExitCodeIsThatOfTheVerdict() throws JsonProcessingException {
    CommandLineRun run = CommandLineRun.of("doctor", "--offline");
    CommandLineRun json = CommandLineRun.of("doctor", "--offline", "--json");
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
