// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.cli.GuestTerminal.Left;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GuestTerminalTest {
  private static final List<Keyboard> OPEN = new ArrayList<>();

  private final EchoCommand command = new EchoCommand();
  private Keyboard keyboard;
  private CompletableFuture<Left> left;

  @BeforeEach
  void attach() throws IOException {
    keyboard = Keyboard.open(90, 30);
    left =
        CompletableFuture.supplyAsync(() -> new GuestTerminal(keyboard.terminal()).attach(command));
    await("attached").until(() -> command.isFollowed());
  }

  @AfterEach
  void close() {
    command.close();
    var unused = left();
    // JLine closes its descriptors by number, now and then after the next test's terminal has got
    // the same ones. So terminals stay open until this JVM ends.
    OPEN.add(keyboard);
  }

  /** The way it ended, waited for at most 20 s. */
  private Left left() {
    try {
      return left.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the guest's terminal is not given back", e);
    }
  }

  @Test
  void everyKeyGoesToTheGuestAndItsOutputComesBack() {
    // Ctrl-C, Ctrl-Z, Ctrl-S, carriage return, an arrow and an umlaut.
    String keys = "ls\u0003\u001a\u0013\r\u001b[A\u00fc";
    keyboard.type(keys);

    await("all keys").untilAsserted(() -> assertThat(command.received()).isEqualTo(keys));
    await("the echo").untilAsserted(() -> assertThat(keyboard.screen()).isEqualTo(keys));
  }

  @Test
  void sizesArePassedOn() {
    assertThat(command.size()).isEqualTo("90x30");
    keyboard.terminal().setSize(Size.of(120, 40));
    keyboard.terminal().raise(Signal.WINCH);

    await("the new size").until(() -> command.size().equals("120x40"));
  }

  @Test
  void theEscapeKeyGivesTheTerminalBackWhileTheCommandRuns() {
    Attributes before = keyboard.attributesBefore();
    keyboard.type("ab\u001dcd");

    assertThat(left()).isEqualTo(Left.ESCAPED);
    assertThat(command.received()).isEqualTo("ab");
    assertThat(command.isRunning()).isTrue();
    assertThat(keyboard.terminal().getAttributes().getLocalFlags())
        .isEqualTo(before.getLocalFlags());
  }

  @Test
  void theEndOfTheCommandGivesItBack() {
    assertThat(keyboard.terminal().getAttributes().getLocalFlag(LocalFlag.ISIG)).isFalse();
    command.close();

    assertThat(left()).isEqualTo(Left.ENDED);
    assertThat(keyboard.terminal().getAttributes().getLocalFlag(LocalFlag.ISIG)).isTrue();
  }

  @Test
  void aTerminalThatIsGoneIsNotWaitedFor() throws IOException {
    keyboard.hangUp();

    assertThat(left()).isEqualTo(Left.HUNG_UP);
  }

  @Test
  void outputIsNotChanged() {
    command.print("\u001b[31mred\u001b[0m\r\n".getBytes(UTF_8));

    await("the output")
        .untilAsserted(() -> assertThat(keyboard.screen()).isEqualTo("\u001b[31mred\u001b[0m\r\n"));
  }
}
