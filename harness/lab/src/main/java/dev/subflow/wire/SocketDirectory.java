// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a lab's sockets, with names short enough for the kernel. */
final class SocketDirectory implements AutoCloseable {
  /** {@code sun_path} has 108 bytes with its closing NUL. */
  static final int MAX_SOCKET_PATH_BYTES = 107;

  private static final Logger LOG = LoggerFactory.getLogger(SocketDirectory.class);
  private static final String LONGEST_NAME = "nic9999";

  private final Path path;
  private final boolean made;

  private SocketDirectory(Path path, boolean made) {
    this.path = path;
    this.made = made;
  }

  static SocketDirectory open(Path directory) throws IOException {
    Path path = directory.toAbsolutePath().normalize();
    int bytes = path.resolve(LONGEST_NAME).toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_SOCKET_PATH_BYTES) {
      throw new IOException(
          "sockets in "
              + path
              + " would have paths of "
              + bytes
              + " bytes, and the kernel allows "
              + MAX_SOCKET_PATH_BYTES
              + "; use a folder with a shorter path, such as one in /tmp");
    }
    if (Files.isDirectory(path)) {
      return new SocketDirectory(path, false);
    }
    // Whoever can connect can send frames, so the folder is its owner's alone. Nothing above it is
    // made: a session's folder that is gone has ended, and nobody would remove it a second time.
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new SocketDirectory(path, true);
  }

  /** A path for the socket of one NIC, counted over the whole lab. */
  Path socket(int index) throws IOException {
    Path socket = path.resolve("nic" + index);
    if (Files.exists(socket)) {
      throw new IOException(
          socket
              + " exists already: another lab uses this folder, or one was killed in it;"
              + " give each lab a folder of its own");
    }
    return socket;
  }

  @Override
  public void close() {
    if (made) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.warn("folder {} could not be removed: {}", path, e.toString());
      }
    }
  }
}
