// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.virtme.VirtmeRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingInputStream;

/**
 * This terminal as that of a container: every key goes there, Ctrl-C too, and every new size; what
 * it was like before comes back at the end.
 */
final class ContainerTerminal implements AutoCloseable {
  private static final long PATIENCE_MS = 100;

  private final Terminal terminal;
  private final Attributes before;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ContainerTerminal(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    terminal.setAttributes(GuestTerminal.raw(before));
  }

  /** The terminal of this process. */
  static ContainerTerminal open() {
    try {
      return new ContainerTerminal(
          TerminalBuilder.builder().system(true).dumb(false).graphemeCluster(false).build());
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used: " + e.getMessage(), e);
    }
  }

  /** Keys that are typed, until the terminal is given back. */
  InputStream keys() {
    return new Keys();
  }

  /** Shows what the container prints. */
  void show(byte[] bytes) {
    try {
      terminal.output().write(bytes);
      terminal.output().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be written", e);
    }
  }

  /** Tells a container of the size, now and whenever it changes. */
  void follow(VirtmeRunner.Terminal container) {
    var unused = terminal.handle(Signal.WINCH, signal -> resize(container));
    resize(container);
  }

  private void resize(VirtmeRunner.Terminal container) {
    Size size = terminal.getSize();
    if (size.getColumns() > 0 && size.getRows() > 0) {
      container.resize(size.getColumns(), size.getRows());
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (terminal) {
        terminal.setAttributes(before);
      } catch (IOException e) {
        throw new UncheckedIOException("the terminal cannot be given back", e);
      }
    }
  }

  /** Waits for keys, but not beyond the end. */
  private final class Keys extends InputStream {
    private final NonBlockingInputStream from = (NonBlockingInputStream) terminal.input();

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int n = read(one, 0, 1);
      return n < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      byte[] keys = new byte[Math.min(length, 4096)];
      while (!closed.get()) {
        int n = from.readBuffered(keys, PATIENCE_MS);
        if (n == NonBlockingInputStream.EOF) {
          return -1;
        }
        if (n > 0) {
          System.arraycopy(keys, 0, buffer, offset, n);
          return n;
        }
      }
      return -1;
    }
  }
}
