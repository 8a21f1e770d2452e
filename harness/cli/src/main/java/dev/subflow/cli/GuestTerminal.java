// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.guest.RunningCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.NonBlockingInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins this terminal to a command that runs on a terminal in a guest: every key goes there, Ctrl-C
 * too; every new size is passed on.
 */
final class GuestTerminal {
  /** Ctrl-], as in telnet: no shell or editor needs it much. */
  private static final byte ESCAPE = 0x1d;

  private static final long PATIENCE_MS = 100;

  private static final Logger log = LoggerFactory.getLogger(GuestTerminal.class);

  private final Terminal terminal;

  GuestTerminal(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Why the terminal was given back. */
  enum Left {
    /** The command ended. */
    ENDED,
    /** Ctrl-] was pressed; the command runs on. */
    ESCAPED,
    /** The terminal itself is gone. */
    HUNG_UP
  }

  /** Gives the terminal to the command until it ends or Ctrl-] is pressed. */
  Left attach(RunningCommand command) {
    Attributes before = terminal.getAttributes();
    SignalHandler resizing = terminal.handle(Signal.WINCH, signal -> resize(command));
    try {
      terminal.setAttributes(raw(before));
      resize(command);
      command.follow(this::show, this::show);
      return pass(command);
    } catch (IOException e) {
      // A terminal that is gone reads as an error, not as an end.
      log.debug("the terminal cannot be read any more", e);
      return Left.HUNG_UP;
    } finally {
      command.follow(bytes -> {}, bytes -> {});
      terminal.setAttributes(before);
      terminal.handle(Signal.WINCH, resizing);
    }
  }

  private Left pass(RunningCommand command) throws IOException {
    // The terminal's stream can wait for a while; a plain one could only wait for ever.
    NonBlockingInputStream keys = (NonBlockingInputStream) terminal.input();
    byte[] buffer = new byte[4096];
    while (command.isRunning()) {
      int n = keys.readBuffered(buffer, PATIENCE_MS);
      if (n == NonBlockingInputStream.EOF) {
        return Left.HUNG_UP;
      }
      int escape = indexOf(buffer, n);
      int length = escape >= 0 ? escape : n;
      if (length > 0) {
        command.write(Arrays.copyOf(buffer, length));
      }
      if (escape >= 0) {
        return Left.ESCAPED;
      }
    }
    return Left.ENDED;
  }

  private static int indexOf(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == ESCAPE) {
        return i;
      }
    }
    return -1;
  }

  /** The guest's terminal does all the work: echo, line editing, signals. */
  static Attributes raw(Attributes from) {
    Attributes raw = new Attributes(from);
    for (LocalFlag flag : new LocalFlag[] {LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG}) {
      raw.setLocalFlag(flag, false);
    }
    raw.setLocalFlag(LocalFlag.IEXTEN, false);
    for (InputFlag flag : new InputFlag[] {InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR}) {
      raw.setInputFlag(flag, false);
    }
    raw.setOutputFlag(OutputFlag.OPOST, false);
    return raw;
  }

  private void resize(RunningCommand command) {
    Size size = terminal.getSize();
    if (size.getColumns() > 0 && size.getRows() > 0) {
      command.resize(size.getColumns(), size.getRows());
    }
  }

  private void show(byte[] bytes) {
    OutputStream out = terminal.output();
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be written", e);
    }
  }
}
