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
  private static final long IN_MEMORY_LIMIT = 64 << 20;

  /** More than any file that a test makes, and less than fills a disk. */
  private static final long ON_DISK_LIMIT = 2L << 30;

  private static final int DEFAULT_MODE = 0644;

  private static final String IN_MEMORY_HINT = "copy it to a host file with get(path, target)";
  private static final String ON_DISK_HINT = "have the guest keep less, or pack it";

  private final AgentLink link;
  private final long onDiskLimit;

  AgentFiles(AgentLink link) {
    this(link, ON_DISK_LIMIT);
  }

  AgentFiles(AgentLink link, long onDiskLimit) {
    this.link = link;
    this.onDiskLimit = onDiskLimit;
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
      FileGet.run(link, path, new Limited(path, out, IN_MEMORY_LIMIT, IN_MEMORY_HINT));
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
        FileGet.run(link, path, new Limited(path, out, onDiskLimit, ON_DISK_HINT));
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

  /** Refuses what is over its limit: a guest may send without end. */
  private final class Limited extends OutputStream {
    private final String path;
    private final OutputStream out;
    private final long limit;
    private final String hint;
    private long size;

    Limited(String path, OutputStream out, long limit, String hint) {
      this.path = path;
      this.out = out;
      this.limit = limit;
      this.hint = hint;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > limit - size) {
        throw new GuestFileException(
            link.guest(), path + " is over " + (limit >> 20) + " MiB, the limit; " + hint);
      }
      out.write(bytes, from, length);
      size += length;
    }
  }
}
