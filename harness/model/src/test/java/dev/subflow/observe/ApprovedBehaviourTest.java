// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stays the same from run to run may be approved, and what is unlike it is told. */
final class ApprovedBehaviourTest {
  private static final String REMOVED = "counters/client/MPTcpExtRmAddr";
  private static final String DROPPED = "counters/client/MPTcpExtAddAddrDrop";
  private static final String OPTIONS = "wire/c1/initial/client/options";

  private static Observation saw(String... pathsAndLines) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndLines.length; i += 2) {
      parts.put(pathsAndLines[i], List.of(pathsAndLines[i + 1].split("\n", -1)));
    }
    return new Observation(parts);
  }

  private static Observation usual() {
    return saw(
        REMOVED,
        "+1",
        DROPPED,
        "0",
        OPTIONS,
        "SYN MP_CAPABLE v1\nREMOVE_ADDR id=2",
        "kernel/client",
        "a message");
  }

  @Test
  void anEqualRunDiffersInNothing() {
    ApprovedBehaviour approved = ApprovedBehaviour.of(List.of(usual(), usual()));

    assertThat(approved.parts().parts().keySet()).containsExactly(REMOVED, OPTIONS, "zero/client");
    assertThat(approved.differences(usual())).isEmpty();
  }

  @Test
  void differencesAreTold() {
    ApprovedBehaviour approved = ApprovedBehaviour.of(List.of(usual(), usual()));

    assertThat(
            approved.differences(
                saw(REMOVED, "+2", DROPPED, "+1", OPTIONS, "SYN MP_CAPABLE v1\nREMOVE_ADDR id=0")))
        .containsExactly(
            "MPTcpExtRmAddr +2 on client (approved: +1)",
            "client sends REMOVE_ADDR id 0 instead of id 2",
            "MPTcpExtAddAddrDrop +1 on client (approved: 0)");
  }

  @Test
  void whatVariesIsNotApproved() {
    Observation other =
        saw(
            REMOVED,
            "+1",
            DROPPED,
            "+1",
            OPTIONS,
            "SYN MP_CAPABLE v1",
            "kernel/client",
            "a message");

    ApprovedBehaviour approved = ApprovedBehaviour.of(List.of(usual(), other));

    assertThat(approved.parts().parts().keySet()).containsExactly(REMOVED);
    assertThat(approved.differences(saw(REMOVED, "+1"))).isEmpty();
  }

  @Test
  void whatTwoApproveIsTheSameInBoth() {
    Observation other = saw(REMOVED, "+1", DROPPED, "+1", OPTIONS, "SYN MP_CAPABLE v1");
    ApprovedBehaviour one = ApprovedBehaviour.of(List.of(usual()));

    assertThat(one.common(ApprovedBehaviour.of(List.of(other))).parts().parts().keySet())
        .containsExactly(REMOVED);
    assertThat(one.common(one)).isEqualTo(one);
  }

  @Test
  void aPartThatIsMissingIsTold() {
    ApprovedBehaviour approved = ApprovedBehaviour.of(List.of(usual(), usual()));

    assertThat(approved.differences(saw(REMOVED, "+1")))
        .singleElement()
        .asString()
        .contains("SYN MP_CAPABLE");
  }

  @Test
  void anObservationThatLacksSomethingSaysNothing() {
    ApprovedBehaviour approved = ApprovedBehaviour.of(List.of(usual(), usual()));

    assertThat(approved.differences(saw("missing/client", "the guest did not answer"))).isEmpty();
  }

  @Test
  void noRunHasNothing() {
    assertThat(ApprovedBehaviour.of(List.of()).isEmpty()).isTrue();
  }

  @Test
  void filesKeepIt() {
    ApprovedBehaviour approved = ApprovedBehaviour.of(List.of(usual()));

    assertThat(ApprovedBehaviour.parse(approved.text())).contains(approved);
    assertThat(ApprovedBehaviour.parse("{\"parts\":")).isEmpty();
  }

  @Test
  void namesOfTestsAreNoPaths() {
    assertThat(ApprovedBehaviour.place("7.3", "FullMesh.twoByTwo[1]"))
        .contains("approved/7.3/FullMesh.twoByTwo[1].json");
    assertThat(ApprovedBehaviour.place("7.3", "../../etc/passwd")).isEmpty();
    assertThat(ApprovedBehaviour.place("..", "FullMesh.twoByTwo")).isEmpty();
    assertThat(ApprovedBehaviour.place("7.3", "A.b[client=debian:6.12,server=debian:7.3]"))
        .isEmpty();
  }
}
