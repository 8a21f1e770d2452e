// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestFileException;
import dev.subflow.guest.GuestFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A guest's files through its agent. Thread-safe. */
final class AgentFiles implements GuestFiles {
  private static final int IN_MEMORY_LIMIT = 64 << 20;
  private static final int DEFAULT_MODE = 0644;

  private final AgentLink link;

  AgentFiles(AgentLink link) {
    this.link = link;
  }

  @Override
  public void put(String path, byte[] content) {
    try {
      FilePut.run(link, path, DEFAULT_MODE, new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new InfrastructureException("reading from memory failed", e);
    }
  }

  @Override
  public void put(Path source, String path, int mode) {
    try (InputStream in = Files.newInputStream(source)) {
      FilePut.run(link, path, mode, in);
    } catch (IOException e) {
      throw new InfrastructureException(
          "reading " + source + " for guest \"" + link.guest() + "\": " + e, e);
    }
  }

  @Override
  public byte[] get(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      FileGet.run(link, path, new Limited(path, out));
    } catch (IOException e) {
      throw new InfrastructureException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  @Override
  public void get(String path, Path target) {
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      try (OutputStream out = Files.newOutputStream(partial)) {
        FileGet.run(link, path, out);
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InfrastructureException(
          "writing " + target + " from guest \"" + link.guest() + "\": " + e, e);
    } finally {
      deleteQuietly(partial);
    }
  }

  private static void deleteQuietly(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException ignored) {
      // The transfer's own end says more.
    }
  }

  /** Refuses what does not fit into memory. */
  private final class Limited extends OutputStream {
    private final String path;
    private final ByteArrayOutputStream out;

    Limited(String path, ByteArrayOutputStream out) {
      this.path = path;
      this.out = out;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (out.size() + length > IN_MEMORY_LIMIT) {
        throw new GuestFileException(
            link.guest(),
            path
                + " is over "
                + (IN_MEMORY_LIMIT >> 20)
                + " MiB; copy it to a host file with get(path, target)");
      }
      out.write(bytes, from, length);
    }
  }
}
