// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal with nobody in front of it: the test types and reads the screen. */
final class Keyboard implements AutoCloseable {
  private final PipedOutputStream keys;
  private final ByteArrayOutputStream screen;
  private final Terminal terminal;
  private final Attributes before;

  private Keyboard(PipedOutputStream keys, ByteArrayOutputStream screen, Terminal terminal) {
    this.keys = keys;
    this.screen = screen;
    this.terminal = terminal;
    this.before = terminal.getAttributes();
  }

  static Keyboard open(int columns, int rows) throws IOException {
    PipedOutputStream keys = new PipedOutputStream();
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new PipedInputStream(keys, 1 << 16), screen)
            .type("xterm")
            .graphemeCluster(false)
            .encoding(UTF_8)
            .size(Size.of(columns, rows))
            .build();
    terminal.setSize(Size.of(columns, rows));
    return new Keyboard(keys, screen, terminal);
  }

  Terminal terminal() {
    return terminal;
  }

  Attributes attributesBefore() {
    return before;
  }

  void type(String text) {
    try {
      keys.write(text.getBytes(UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void hangUp() throws IOException {
    keys.close();
  }

  String screen() {
    return screen.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    keys.close();
    terminal.close();
  }
}
