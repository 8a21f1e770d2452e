// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BootCheckTest {
  private static final Variant KERNEL = new Variant("kernel", "v7.3", "/kernel");
  private final ScriptedRuns runs = new ScriptedRuns();

  private Optional<String> failure(String boots) {
    return new BootCheck(runs.on("kernel", TestRuns.BOOT, boots)).failure(KERNEL);
  }

  private int boots() {
    return runs.runs("kernel", TestRuns.BOOT);
  }

  @Test
  void bootsOnceWhereThatGoesWell() {
    assertThat(failure("p")).isEmpty();
    assertThat(boots()).isEqualTo(1);
  }

  @Test
  void isGivenUpAfterTwoFailures() {
    assertThat(failure("f")).isPresent();
    assertThat(boots()).isEqualTo(2);
  }

  @Test
  void oneFailureMayBeChance() {
    assertThat(failure("fp")).isEmpty();
  }

  @Test
  void whatTheMachineDidIsNoFailure() {
    assertThat(failure("iiip")).isEmpty();
    assertThat(boots()).isEqualTo(4);
  }

  @Test
  void aMachineThatAlwaysFailsEndsIt() {
    assertThat(failure("i")).isPresent();
    assertThat(boots()).isEqualTo(5);
  }

  @Test
  void aCrashSaysThatItDoesNotBoot() {
    assertThat(failure("x")).hasValueSatisfying(why -> assertThat(why).startsWith("does not boot"));
  }
}
