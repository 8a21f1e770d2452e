// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestChoiceTest {
  private static final Scenario TWO_ENDS = PlainScenarios.named("passes");
  private static final Scenario ONE_HOST = PlainScenarios.named("paired");

  @Test
  void kernelsArePairedWhereThereIsAClientAndAServer() {
    assertThat(new TestChoice(List.of(TWO_ENDS, ONE_HOST), List.of()).paired().names())
        .containsExactly(TWO_ENDS.name());
  }

  @Test
  void oneGuestHasNoPairings() {
    assertThatThrownBy(() -> new TestChoice(List.of(ONE_HOST), List.of()).paired())
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("a client and a server", ONE_HOST.name());
    assertThatThrownBy(() -> new TestChoice(List.of(TWO_ENDS), List.of("kselftest:x.sh")).paired())
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("these have none: kselftest:x.sh");
  }
}
