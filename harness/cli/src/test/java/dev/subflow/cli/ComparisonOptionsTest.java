// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.regress.Rules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ComparisonOptionsTest {
  private static ComparisonOptions parsed(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--test-package", "dev.subflow.cli.guests"));
    all.addAll(List.of(arguments));
    ComparisonOptions options = new ComparisonOptions();
    new CommandLine(options).parseArgs(all.toArray(String[]::new));
    return options;
  }

  @Test
  void theDefaultRulesAreThoseOfTheHelp() {
    assertThat(parsed().rules()).isEqualTo(new Rules(0.01, 20));
    assertThat(parsed("--alpha=0.2", "--runs=7").rules()).isEqualTo(new Rules(0.2, 7));
    assertThatThrownBy(() -> parsed("--alpha=0").rules()).isInstanceOf(UsageException.class);
  }

  @Test
  void withoutTestsAQuickChoiceIsOfferedOrAllOfThem() {
    assertThatThrownBy(() -> parsed().tests())
        .as("none of the package is quick")
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no scenario carries @Tag(\"quick\")");
    assertThat(parsed().testsOrAll().names())
        .contains("GuestsFixture.talks")
        .isEqualTo(parsed("--tests=all").tests().names());
    assertThat(parsed("--test=kselftest:diag").testsOrAll().names())
        .as("only what was asked for")
        .containsExactly("kselftest:diag.sh");
  }

  @Test
  void testsMayBeSaidAgain() {
    assertThat(parsed("--tests", "kselftest:diag", "--test", "kselftest:simult_flows.sh").words())
        .containsExactly("kselftest:diag", "kselftest:simult_flows.sh");
  }
}
