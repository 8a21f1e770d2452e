// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.Verdict;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EvidencePolicyTest {
  @Test
  void evidenceOfRepetitionsIsBounded() {
    EvidencePolicy policy = new EvidencePolicy(false);
    TestName name = TestName.of(EvidencePolicyTest.class, "joins");

    assertThat(policy.keeps(name, Verdict.PASS)).as("not repeated").isTrue();
    assertThat(policy.keeps(name.repetition(Optional.of(1)), Verdict.PASS)).isTrue();
    assertThat(policy.keeps(name.repetition(Optional.of(2)), Verdict.PASS)).isFalse();
    long failures =
        IntStream.range(1, 100)
            .filter(i -> policy.keeps(name.repetition(Optional.of(i)), Verdict.FAIL))
            .count();
    assertThat(failures).isEqualTo(EvidencePolicy.KEPT_OF_EACH);
    assertThat(policy.keeps(name.repetition(Optional.of(100)), Verdict.CRASH))
        .as("a crash after many failures")
        .isTrue();
    assertThat(new EvidencePolicy(true).keeps(name.repetition(Optional.of(9)), Verdict.PASS))
        .isTrue();
  }
}
