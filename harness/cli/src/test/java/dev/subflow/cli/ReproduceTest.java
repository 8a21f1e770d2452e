// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

final class ReproduceTest {
  @Command(name = "any")
  static final class Any {
    @Parameters List<String> words = List.of();
  }

  @Test
  void theLineCanBePastedIntoAShell() {
    CommandLine command = new CommandLine(new Any());
    command.parseArgs("kselftest:mptcp_join.sh:single subflow", "it's", "plain");

    assertThat(Reproduce.line(command.getCommandSpec()))
        .isEqualTo("./subflow 'kselftest:mptcp_join.sh:single subflow' 'it'\\''s' plain");
  }

  @Test
  void aCommandThatWasNeverParsedHasNoLine() {
    assertThatThrownBy(() -> Reproduce.line(null)).isInstanceOf(NullPointerException.class);
  }
}
