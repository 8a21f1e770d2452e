// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandTest {
  @Test
  void hasTheDefaultsOfItsDocumentation() {
    Command command = Command.of("ss", "-M");

    assertThat(command.argv()).containsExactly("ss", "-M");
    assertThat(command.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(command.outputLimit()).isEqualTo(4 << 20);
    assertThat(command.stdin()).isEmpty();
    assertThat(command.env()).isEmpty();
    assertThat(command.cwd()).isEmpty();
    assertThat(command.netns()).isEmpty();
    assertThat(command.terminal()).isEmpty();
  }

  @Test
  void everyStepKeepsTheOthers() {
    Command command =
        Command.shell("cat")
            .env("A", "1")
            .env("B", "2")
            .in("/tmp")
            .inNetns("left")
            .stdin("text")
            .timeout(Duration.ofMillis(5))
            .outputLimit(9)
            .terminal(80, 24);

    assertThat(command.argv()).containsExactly("/bin/sh", "-c", "cat");
    assertThat(command.env()).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
    assertThat(command.cwd()).contains("/tmp");
    assertThat(command.netns()).contains("left");
    assertThat(command.stdin()).isEqualTo("text".getBytes(UTF_8));
    assertThat(command.timeout()).isEqualTo(Duration.ofMillis(5));
    assertThat(command.outputLimit()).isEqualTo(9);
    assertThat(command.terminal()).contains(new Command.TerminalSize(80, 24));
  }

  @Test
  void refusesWhatCannotRun() {
    assertThatThrownBy(Command::of).hasMessageContaining("name of a program");
    assertThatThrownBy(() -> Command.of("x").timeout(Duration.ZERO))
        .hasMessageContaining("PT0S is not positive");
    assertThatThrownBy(() -> Command.of("x").timeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Command.of("x").outputLimit(0)).hasMessageContaining("output limit 0");
    assertThatThrownBy(() -> Command.of("x").env("A=B", "c")).hasMessageContaining("A=B");
    assertThatThrownBy(() -> Command.of("x").env("", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Command.of("x").terminal(0, 24)).hasMessageContaining("0x24");
    assertThatThrownBy(() -> Command.of("x").terminal(80, 70_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobodyChangesItsInputAfterwards() {
    byte[] bytes = {1};
    Command command = Command.of("x").stdin(bytes);

    bytes[0] = 2;

    assertThat(command.stdin()).containsExactly(1);
  }
}
