// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes the state of a machine's devices to a file, and continues from one; its memory is in a
 * file of its own and stays there.
 *
 * <p>Source: QEMU's docs/devel/migration and qapi/migration.json.
 */
final class Migration {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Migration() {}

  /**
   * Stops the machine and writes its state.
   *
   * @param socket where QEMU sends the state
   * @throws InfrastructureException when QEMU does not complete
   */
  static void save(Qmp qmp, FreezeSocket socket, Path state) throws IOException {
    leaveMemoryInItsFile(qmp);
    try (ServerSocketChannel server = socket.listen()) {
      qmp.execute("migrate", JSON.objectNode().put("uri", "unix:" + socket.asQemuSeesIt()));
      try (SocketChannel from = server.accept();
          FileChannel to =
              FileChannel.open(state, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        copy(from, to);
      }
    }
    // QEMU closes the connection only once it knows how the migration ended.
    JsonNode end = qmp.execute("query-migrate");
    if (!end.path("status").asText().equals("completed")) {
      throw new InfrastructureException("QEMU could not save the machine's state: " + end);
    }
  }

  private static void copy(SocketChannel from, FileChannel to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    while (from.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
      buffer.clear();
    }
  }

  /** Reads the state from QEMU's standard input; the machine runs a moment after. */
  static void load(Qmp qmp) {
    leaveMemoryInItsFile(qmp);
    qmp.execute("migrate-incoming", JSON.objectNode().put("uri", "fd:0"));
  }

  private static void leaveMemoryInItsFile(Qmp qmp) {
    ObjectNode capabilities = JSON.objectNode();
    capabilities
        .putArray("capabilities")
        .addObject()
        .put("capability", "x-ignore-shared")
        .put("state", true);
    qmp.execute("migrate-set-capabilities", capabilities);
  }
}
