// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A kernel tree with as much as building its selftests takes; each script meets a fault. */
final class FaultyTree {
  static final String FOLDER = "faulty";

  /** The subtest that meets it. */
  static final String BEFALLEN = "second";

  private static final String MAKEFILE =
      """
      # SPDX-License-Identifier: Apache-2.0
      install:
      \tmkdir -p $(KSFT_INSTALL_PATH)/$(TARGETS)
      \tinstall -m 755 $(TARGETS)/*.sh $(TARGETS)/*.ko $(KSFT_INSTALL_PATH)/$(TARGETS)
      \tfor s in $(TARGETS)/*.sh; do echo "$(TARGETS):$${s##*/}"; done >$(KSFT_INSTALL_PATH)/kselftest-list.txt
      """;

  private static final String SCRIPT =
      """
      #!/bin/bash
      # SPDX-License-Identifier: Apache-2.0
      module=./faults.ko
      echo "01 first                 [ OK ]"
      echo "02 second"
      sleep 1
      FAULT
      sleep 2
      echo "                         [ OK ]"
      echo "03 third                 [ OK ]"
      printf 'TAP version 13\\n1..3\\n'
      printf 'ok 1 - NAME: first\\nok 2 - NAME: second\\nok 3 - NAME: third\\n'
      """;

  private FaultyTree() {}

  /**
   * Writes it.
   *
   * @param module the module of faults for the kernel that they run on
   */
  static Path write(Path tree, List<Fault> faults, Path module) throws IOException {
    Path selftests = tree.resolve("tools/testing/selftests");
    Path folder = Files.createDirectories(selftests.resolve(FOLDER));
    Files.writeString(tree.resolve("Makefile"), "headers:\n");
    Files.writeString(selftests.resolve("Makefile"), MAKEFILE);
    Files.writeString(selftests.resolve("lib.mk"), "");
    Files.writeString(folder.resolve("Makefile"), "");
    Files.writeString(folder.resolve("config"), "CONFIG_MPTCP=y\n");
    Files.writeString(folder.resolve("settings"), "timeout=40\n");
    for (Fault fault : faults) {
      Path script = folder.resolve(fault.file() + ".sh");
      Files.writeString(script, script(fault));
      if (!script.toFile().setExecutable(true)) {
        throw new IOException(script + " can't be made executable");
      }
    }
    Files.copy(module, folder.resolve("faults.ko"), StandardCopyOption.REPLACE_EXISTING);
    return tree;
  }

  static String script(Fault fault) {
    String comes =
        fault.isInGuest() ? fault.script().strip() : "sleep " + fault.lasts().toSeconds();
    return SCRIPT.replace("FAULT", comes).replace("NAME", fault.file());
  }
}
