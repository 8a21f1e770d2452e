// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyLinesTest {
  private static final String ESTAB = "ESTAB  0   0  10.0.1.1:1   10.0.1.2:2  token:a3";

  private final KeyLines lines = new KeyLines();

  private void take(String guest, String stdout, String... argv) {
    lines.take(
        new CommandResult(
            guest,
            List.of(argv),
            ExitStatus.code(0),
            stdout,
            "",
            stdout.length(),
            0,
            Duration.ZERO,
            false));
  }

  @Test
  void theLastWordOfEachGuestIsKeptUnderItsCommand() {
    take("client", ESTAB, "ss", "-HOnaiM");
    take("server", ESTAB, "ss", "-M");
    take("client", ESTAB.replace("a3", "b4"), "ss", "-HOnaiM");

    assertThat(lines.lines())
        .containsExactly(
            "client$ ss -HOnaiM",
            "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 token:b4",
            "server$ ss -M",
            "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 token:a3");
  }

  @Test
  void whatIsNotAboutMptcpSocketsIsPassedOver() {
    take("client", ESTAB, "ss", "-t");
    take("client", ESTAB, "ss", "M");
    take("client", ESTAB, "ip", "-M");

    assertThat(lines.lines()).isEmpty();
  }

  @Test
  void anAnswerWithoutAConnectionDoesNotReplaceOne() {
    take("client", ESTAB, "ss", "-M");
    take("client", "LISTEN 0 5 0.0.0.0:9734 0.0.0.0:*\n", "ss", "-M");
    take("client", "", "ss", "-M");

    assertThat(lines.lines()).contains("ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 token:a3");
  }

  @Test
  void aFloodIsCutToSixLinesOfABoundedLength() {
    take("client", (ESTAB + " x".repeat(300) + "\n\n").repeat(9), "ss", "-M");

    assertThat(lines.lines()).hasSize(7);
    assertThat(lines.lines().get(1)).hasSize(243).endsWith("...");
  }
}
