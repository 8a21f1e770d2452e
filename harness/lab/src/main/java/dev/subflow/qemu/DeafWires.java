// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Wires that nothing comes out of, for a machine that is not to meet anybody yet. */
final class DeafWires implements AutoCloseable {
  private final List<ServerSocketChannel> listening = new ArrayList<>();
  private final List<SocketChannel> connected = new ArrayList<>();

  private DeafWires() {}

  static DeafWires listen(List<Path> sockets) throws IOException {
    DeafWires wires = new DeafWires();
    for (Path socket : sockets) {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      wires.listening.add(server);
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    return wires;
  }

  /** Takes the connections, which a running QEMU has made. */
  void accept() throws IOException {
    for (ServerSocketChannel server : listening) {
      connected.add(server.accept());
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : connected) {
      channel.close();
    }
    for (ServerSocketChannel server : listening) {
      server.close();
    }
  }
}
