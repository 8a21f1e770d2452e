// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.process.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** A kernel's initramfs, with a program that makes traffic in place of the agent. */
final class TrafficInitramfs {
  private static final String SOURCE = "harness/benchmarks/src/main/guest/traffic.c";

  private TrafficInitramfs() {}

  /** Compiles the program and writes the initramfs into the folder. */
  static Path write(Path home, Kernel kernel, Path folder) throws IOException {
    Path program = compile(home.resolve(SOURCE), folder);
    Path initramfs = folder.resolve("initramfs");
    Files.copy(kernel.initramfs(), initramfs);
    // Of two archives in a row, the file in the second one is the one that stays.
    try (OutputStream out = Files.newOutputStream(initramfs, StandardOpenOption.APPEND);
        CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out)) {
      CpioArchiveEntry entry = new CpioArchiveEntry("init", Files.size(program));
      entry.setMode(CpioConstants.C_ISREG | 0755);
      cpio.putArchiveEntry(entry);
      Files.copy(program, cpio);
      cpio.closeArchiveEntry();
    }
    return initramfs;
  }

  private static Path compile(Path source, Path folder) throws IOException {
    Path program = folder.resolve("init");
    Program.of("cc", "-static", "-O2", "-o", program.toString(), source.toString())
        .run(folder.resolve("cc.log"));
    return program;
  }
}
