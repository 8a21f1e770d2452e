// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KconfigArgumentsTest {
  @Test
  void argumentsOfScriptsConfigBecomeAFragment() {
    assertThat(
            KconfigArguments.fragment(
                List.of(
                    "-e",
                    "A",
                    "--disable",
                    "CONFIG_B",
                    "-m",
                    "C",
                    "--set-val",
                    "D",
                    "5",
                    "--set-str",
                    "E",
                    "a \"b\"",
                    "F=y",
                    "CONFIG_G=n")))
        .isEqualTo(
            """
            CONFIG_A=y
            # CONFIG_B is not set
            CONFIG_C=m
            CONFIG_D=5
            CONFIG_E="a \\"b\\""
            CONFIG_F=y
            # CONFIG_G is not set
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x A", "-e", "--set-val A", "-e A B", "A B", "-e A-B"})
  void nonsenseIsRefused(String arguments) {
    assertThatThrownBy(() -> KconfigArguments.fragment(List.of(arguments.split(" "))))
        .isInstanceOf(UsageException.class);
  }
}
