// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpioWriterTest {
  @TempDir Path folder;

  private byte[] write() throws IOException {
    Path file = folder.resolve("x.cpio");
    try (CpioWriter cpio = new CpioWriter(file)) {
      cpio.directory("dev").characterDevice("dev/console", 0600, 5, 1);
      cpio.file("init", "binary".getBytes(US_ASCII), 0755).file("empty", new byte[0], 0644);
    }
    return Files.readAllBytes(file);
  }

  @Test
  void headerIsNewcOfRootAtTimeZero() throws IOException {
    String start = new String(write(), 0, 110, US_ASCII);
    // magic, inode, mode, uid, gid, links, time, size, devmajor … of "dev"
    assertThat(start).startsWith("070701" + "00000001" + "000041ed" + "00000000" + "00000000");
    assertThat(start.substring(6 + 5 * 8, 6 + 7 * 8)).isEqualTo("0000000000000000");
  }

  @Test
  void entriesComeBack() throws IOException {
    List<String> seen = new ArrayList<>();
    List<Long> inodes = new ArrayList<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(write()))) {
      for (CpioArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        inodes.add(e.getInode());
        String device =
            e.isCharacterDevice() ? e.getRemoteDeviceMaj() + ":" + e.getRemoteDeviceMin() : "";
        String content = new String(in.readAllBytes(), US_ASCII);
        seen.add(e.getName() + " " + Long.toOctalString(e.getMode()) + " " + device + content);
      }
    }
    assertThat(seen)
        .containsExactly(
            "dev 40755 ", "dev/console 20600 5:1", "init 100755 binary", "empty 100644 ");
    assertThat(inodes).doesNotHaveDuplicates();
  }

  @Test
  void sameContentSameBytes() throws IOException {
    assertThat(write()).isEqualTo(write());
  }
}
