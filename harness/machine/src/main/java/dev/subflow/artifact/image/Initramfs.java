// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.image;

import dev.subflow.cache.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first file system of a guest: the agent, and the modules it needs to reach the next one. */
public final class Initramfs {
  public static final String FILE = "initramfs.cpio";

  private Initramfs() {}

  /** Writes it from the agent's binary and a folder of {@code NN-name.ko}. */
  public static void write(Path target, Path agent, Path bootModules) throws IOException {
    try (CpioWriter cpio = new CpioWriter(target)) {
      cpio.directory("dev").characterDevice("dev/console", 0600, 5, 1);
      cpio.file("init", Files.readAllBytes(agent), 0755);
      cpio.directory("modules");
      for (Path module : Folders.children(bootModules)) {
        cpio.file("modules/" + module.getFileName(), Files.readAllBytes(module), 0644);
      }
    }
  }
}
