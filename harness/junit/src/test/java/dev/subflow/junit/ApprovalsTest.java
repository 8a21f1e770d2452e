// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.observe.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Approved behaviour is found by the line of the kernel and the name of the test. */
final class ApprovalsTest {
  private static final String TEST = "Approved.behaviour";

  private static KernelUnderTest kernel(String release) {
    return new KernelUnderTest("debian:stable", release, release, Map.of());
  }

  private static Optional<Approvals> approvals(String test, String... releases) {
    return Approvals.of(
        ApprovalsTest.class, test, List.of(releases).stream().map(ApprovalsTest::kernel).toList());
  }

  @Test
  void isFoundForItsLineOnly() {
    assertThat(approvals(TEST, "6.12.117+deb13-amd64", "6.12.117+deb13-amd64")).isPresent();
    assertThat(approvals(TEST, "6.1.0-50-amd64")).isEmpty();
    assertThat(approvals("Approved.other", "6.12.117")).isEmpty();
  }

  @Test
  void kernelsOfSeveralReleasesHaveNone() {
    assertThat(approvals(TEST, "6.12.117", "6.12.118")).isEmpty();
  }

  @Test
  void otherBehaviourIsAComplaint() {
    Observation seen = new Observation(Map.of("counters/client/MPTcpExtRmAddr", List.of("+2")));

    assertThat(approvals(TEST, "6.12.117").orElseThrow().complaint(seen).orElseThrow())
        .contains("approved/6.12/Approved.behaviour.json")
        .contains("MPTcpExtRmAddr +2 on client (approved: +1)")
        .contains("./subflow approve Approved.behaviour");
  }

  @Test
  void theSameBehaviourIsNone() {
    Observation seen = new Observation(Map.of("counters/client/MPTcpExtRmAddr", List.of("+1")));

    assertThat(approvals(TEST, "6.12.117").orElseThrow().complaint(seen)).isEmpty();
  }

  @Test
  void aDamagedFileIsNoPass() {
    assertThatThrownBy(() -> approvals("Approved.damaged", "6.12.117"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Approved.damaged.json can't be read");
  }
}
