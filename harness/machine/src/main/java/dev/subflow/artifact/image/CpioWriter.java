// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** Writes an initramfs: a newc cpio archive, all of it root's and of one fixed time. */
final class CpioWriter implements AutoCloseable {
  private final CpioArchiveOutputStream out;
  private long inode = 1;

  CpioWriter(Path file) throws IOException {
    out = new CpioArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  CpioWriter directory(String name) throws IOException {
    out.putArchiveEntry(entry(name, CpioConstants.C_ISDIR | 0755, 0));
    out.closeArchiveEntry();
    return this;
  }

  CpioWriter file(String name, byte[] content, int permissions) throws IOException {
    out.putArchiveEntry(entry(name, CpioConstants.C_ISREG | permissions, content.length));
    out.write(content);
    out.closeArchiveEntry();
    return this;
  }

  CpioWriter characterDevice(String name, int permissions, int major, int minor)
      throws IOException {
    CpioArchiveEntry entry = entry(name, CpioConstants.C_ISCHR | permissions, 0);
    entry.setRemoteDeviceMaj(major);
    entry.setRemoteDeviceMin(minor);
    out.putArchiveEntry(entry);
    out.closeArchiveEntry();
    return this;
  }

  private CpioArchiveEntry entry(String name, int mode, long size) {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, size);
    entry.setMode(mode);
    entry.setTime(0);
    // Equal inode numbers would make the kernel take files for hard links of each other.
    entry.setInode(inode++);
    entry.setNumberOfLinks((mode & CpioConstants.C_ISDIR) == 0 ? 1 : 2);
    return entry;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
