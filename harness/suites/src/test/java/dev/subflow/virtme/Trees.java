// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What looks like a kernel tree. */
public final class Trees {
  private Trees() {}

  public static KernelTree make(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("scripts"));
    Files.createDirectories(folder.resolve("net"));
    Path selftests = folder.resolve("tools/testing/selftests/net/mptcp");
    Files.createDirectories(selftests);
    Files.writeString(folder.resolve("Makefile"), "VERSION = 7\n");
    Files.writeString(folder.resolve("Kconfig"), "");
    Files.writeString(folder.resolve("scripts/config"), "");
    Files.writeString(selftests.resolve("config"), "CONFIG_MPTCP=y\n");
    return KernelTree.at(folder, Optional.empty());
  }
}
