// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.machine.QemuUser;
import dev.subflow.process.Outsider;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Socket that a QEMU sends its machine's state to.
 *
 * @param directory folder of QEMU's sockets, where an outsider's QEMU also works
 * @param user whom QEMU runs as
 */
record FreezeSocket(Path directory, QemuUser user) {
  private static final String NAME = "migration";

  FreezeSocket {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(user, "user");
  }

  /** Makes the socket, which must not exist. */
  ServerSocketChannel listen() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(directory.resolve(NAME)));
      if (user.outsider().isPresent()) {
        Outsider.admit(directory.resolve(NAME));
      }
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  Path asQemuSeesIt() {
    return user.outsider().isPresent() ? Path.of(NAME) : directory.resolve(NAME);
  }
}
