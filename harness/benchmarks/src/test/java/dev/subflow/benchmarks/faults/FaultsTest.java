// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private static final List<Fault> ALL = Faults.all(Path.of("/cache"));

  @Test
  void eachHasANameOfItsOwn() {
    assertThat(ALL).extracting(Fault::file).doesNotHaveDuplicates().noneMatch(n -> n.contains(" "));
  }

  @Test
  void aSpoiltCacheIsSeenByTheRunAlone() {
    for (Fault fault : HostFaults.all(Path.of("/cache"))) {
      assertThat(fault.setting().command(List.of("java", "run"), Path.of("/s"), Path.of("/o")))
          .startsWith("unshare", "--mount", "--propagation", "private")
          .endsWith("faults", "/cache", "/s", "/o", "java", "run");
    }
  }

  @Test
  void theSecondGuestMeetsFaultsOfGuestsAlone() {
    assertThat(ALL.stream().filter(new InScenario(true)::takes).map(Fault::name))
        .contains("panic", "QEMU killed", "output flood")
        .doesNotContain("JVM killed", "cache full", "guard killed");
  }

  @Test
  void aScriptOfTheTreeMeetsItsFaultInTheSecondSubtest() {
    Fault panic = ALL.get(0);
    assertThat(FaultyTree.script(panic))
        .containsSubsequence("02 second", "sysrq-trigger", "03 third", "ok 2 - panic: second")
        .doesNotContain("FAULT", "NAME");
    Fault killed =
        ALL.stream().filter(f -> f.name().equals("JVM killed")).findFirst().orElseThrow();
    assertThat(FaultyTree.script(killed)).contains("\nsleep 15\n");
  }

  @Test
  void aComparisonRunsAgainWhatWasInconclusive() {
    Fault stopped =
        ALL.stream().filter(f -> f.name().equals("QEMU stopped")).findFirst().orElseThrow();
    assertThat(new InRegress().expected(stopped)).isEqualTo(End.PASS);
    assertThat(new InRegress().expected(ALL.get(0))).isEqualTo(End.CRASH);
    assertThat(new InScenario(true).expected(stopped)).isEqualTo(End.INCONCLUSIVE);
  }
}
