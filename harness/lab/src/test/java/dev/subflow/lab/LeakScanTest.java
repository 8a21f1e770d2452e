// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.GuestLostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakScanTest {
  private static final String KMEMLEAK = "kmemleak";
  private static final String LEAK = "unreferenced object 0xffff888004e5b800 (size 2048):\n";

  @TempDir Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp).kernel(KMEMLEAK, "CONFIG_DEBUG_KMEMLEAK=y");
  }

  private Map<String, String> reports(String kernel) {
    try (Lab lab = labs.start(kernel)) {
      labs.factory.events().clear();
      return lab.findLeaks();
    }
  }

  @Test
  void onlyWhatLeakedIsReported() {
    labs.factory
        .with("client", vm -> vm.replies("kmemleak", 0, "\n"))
        .with("server", vm -> vm.replies("kmemleak", 0, LEAK));

    assertThat(reports(KMEMLEAK)).isEqualTo(Map.of("server", LEAK));
    assertThat(labs.factory.events().subList(0, 2))
        .as("both look at the same time")
        .containsExactly("client starts a command", "server starts a command");
    assertThat(labs.factory.events()).contains("client ended its command");
  }

  @Test
  void aKernelWithoutKmemleakIsNotAsked() {
    labs.factory.with("server", vm -> vm.replies("kmemleak", 0, LEAK));

    assertThat(reports("plain")).isEmpty();
    assertThat(labs.factory.events()).doesNotContain("server starts a command");
  }

  @Test
  void whoeverIsGoneOrDoesNotAnswerKeepsNobodyFromIt() {
    GuestLostException lost = new GuestLostException("client", "it is lost");
    labs.factory
        .with("client", vm -> vm.dies(lost))
        .with("server", vm -> vm.replies("kmemleak", 0, LEAK));
    assertThat(reports(KMEMLEAK)).containsOnlyKeys("server");
    assertThat(labs.factory.events()).doesNotContain("client starts a command");

    LabFixture others = new LabFixture(temp).kernel(KMEMLEAK, "CONFIG_DEBUG_KMEMLEAK=y");
    labs = others;
    others
        .factory
        .with("client", vm -> vm.failsAt("kmemleak", lost))
        .with("server", vm -> vm.replies("kmemleak", 0, LEAK));
    assertThat(reports(KMEMLEAK)).containsOnlyKeys("server");
  }

  @Test
  void whatIsNoReportIsNone() {
    labs.factory
        .with("client", vm -> vm.hangsAt("kmemleak"))
        .with("server", vm -> vm.replies("kmemleak", 1, "words"));

    try (Lab lab = labs.start(KMEMLEAK)) {
      assertThat(LeakScan.reports(lab)).isEmpty();
    }
  }
}
