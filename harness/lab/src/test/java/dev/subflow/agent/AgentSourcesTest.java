// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the agent's own unit tests, built with sanitizers. */
@Timeout(180)
final class AgentSourcesTest {
  @Test
  void theAgentsUnitTestsPass() {
    String output = AgentSources.make(AgentSources.buildDirectory(), "test");

    assertThat(output)
        .contains("ok no_files_depend_on_each_other_in_a_circle")
        .contains("ok fuzzed_streams_give_their_frames")
        .contains("ok survives_fuzzed_lines")
        .contains("ok survives_fuzzed_payloads")
        .contains("ok there_is_room_again_after_a_sweep")
        .doesNotContain("is false");
  }
}
