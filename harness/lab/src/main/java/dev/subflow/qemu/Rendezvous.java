// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.ManagedProcess;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Listens on unix sockets before QEMU starts, and takes one connection on each once it has.
 *
 * <p>QEMU connects before it runs the guest, so not a byte of the console is lost.
 */
final class Rendezvous implements AutoCloseable {
  private final Selector selector;

  Rendezvous() throws IOException {
    selector = Selector.open();
  }

  void listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT, socket);
  }

  /**
   * Waits until QEMU has connected to every socket.
   *
   * @throws InfrastructureException when QEMU ends or takes longer, with what it printed
   */
  Map<Path, SocketChannel> accept(ManagedProcess qemu, Duration timeout) throws IOException {
    Map<Path, SocketChannel> accepted = new HashMap<>();
    int expected = selector.keys().size();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (accepted.size() < expected) {
      boolean late = System.nanoTime() > deadline;
      if (late || !qemu.isAlive()) {
        for (SocketChannel channel : accepted.values()) {
          channel.close();
        }
        throw new InfrastructureException(
            (late
                    ? qemu.describe() + " did not connect within " + timeout.toSeconds() + " s"
                    : qemu.describe() + " ended as soon as it was started")
                + "; its output:\n"
                + qemu.tail());
      }
      selector.select(50);
      for (SelectionKey key : selector.selectedKeys()) {
        SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
        if (channel != null) {
          accepted.put((Path) key.attachment(), channel);
        }
      }
      selector.selectedKeys().clear();
    }
    return accepted;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
