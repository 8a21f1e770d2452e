// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the set-up with a package manager of its own, which writes down what it is asked. */
final class SetupTest {
  @TempDir private Path temp;
  private ToolBox box;
  private Path calls;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void everyToolIsThere() throws IOException {
    box = new ToolBox(temp);
    calls = temp.resolve("calls");
    for (Tool tool : Tool.values()) {
      if (!tool.executable().contains("/") && tool != Tool.STATIC_LIBC) {
        box.add(tool.executable(), "echo version 99.1");
      }
    }
    Path keyring = temp.resolve(Tool.DEBIAN_KEYRING.executable().substring(1));
    Files.createDirectories(keyring.getParent());
    Files.createFile(keyring);
    Path libc = Files.createFile(temp.resolve("libc.a"));
    box.add("gcc", "case $1 in -print*) echo " + libc + " ;; *) echo 99 ;; esac");
  }

  private void aptGet(String script) throws IOException {
    box.add("apt-get", "echo \"$@\" >>" + calls + "\n" + script);
  }

  private Setup setup(Privileges privileges) {
    return new Setup(new Tools(box.environment(), true, temp), privileges);
  }

  @Test
  void doesNothingWhenNothingIsMissing() throws IOException {
    aptGet("exit 1");

    List<Tool> installed = setup(Privileges.NONE).run(progress::add);

    assertThat(installed).isEmpty();
    assertThat(progress).isEmpty();
    assertThat(calls).doesNotExist();
  }

  @Test
  void installsWhatIsMissingWithoutFetchingLists() throws IOException {
    Files.delete(temp.resolve("mkfs.erofs"));
    aptGet(
        "case $* in *install*) cp %s %s ;; esac"
            .formatted(temp.resolve("make"), temp.resolve("mkfs.erofs")));

    assertThat(setup(Privileges.ROOT).run(progress::add)).containsExactly(Tool.MKFS_EROFS);
    assertThat(calls).content().contains("install --no-install-recommends erofs-utils\n");
    assertThat(calls).content().doesNotContain("update");
    assertThat(progress).first().isEqualTo("installing erofs-utils");
  }

  @Test
  void fetchesListsWhenTheyDoNotLeadToThePackage() throws IOException {
    Files.delete(temp.resolve("mkfs.erofs"));
    Path lists = temp.resolve("lists");
    aptGet(
        """
        case "$*" in
          *update) touch %1$s ;;
          *install*) [ -e %1$s ] || { echo E: Unable to locate package; exit 100; }
             cp %2$s %3$s ;;
        esac"""
            .formatted(lists, temp.resolve("make"), temp.resolve("mkfs.erofs")));

    assertThat(setup(Privileges.ROOT).run(progress::add)).containsExactly(Tool.MKFS_EROFS);
    assertThat(progress).contains("E: Unable to locate package");
  }

  @Test
  void showsWhatThePackageManagerSaidWhenItFails() throws IOException {
    Files.delete(temp.resolve("mkfs.erofs"));
    aptGet("echo E: no route to the mirror; exit 100");

    assertThatThrownBy(() -> setup(Privileges.ROOT).run(progress::add))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("E: no route to the mirror")
        .hasMessageEndingWith("Type: apt-get install -y --no-install-recommends erofs-utils");
  }

  @Test
  void aUserWithoutPrivilegesGetsTheLineToType() throws IOException {
    Files.delete(temp.resolve("mkfs.erofs"));
    aptGet("exit 1");

    assertThatThrownBy(() -> setup(Privileges.NONE).run(progress::add))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("missing or too old: mkfs.erofs.")
        .hasMessageContaining("apt-get install -y --no-install-recommends erofs-utils");
  }

  @Test
  void aPackageThatIsTooOldIsNotTakenForSuccess() throws IOException {
    box.add("qemu-system-x86_64", "echo QEMU emulator version 6.2.0");
    aptGet("exit 0");
    Map<String, String> environment = new HashMap<>(box.environment());
    environment.remove(Tools.QEMU_OVERRIDE);
    Setup setup = new Setup(new Tools(environment, true, temp), Privileges.ROOT);

    assertThatThrownBy(() -> setup.run(progress::add))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is version 6.2.0, but 7.2 or newer is needed");
    assertThat(calls).content().contains("install --no-install-recommends qemu-system-x86\n");
  }

  @Test
  void installsNothingForAQemuThatTheUserHasNamed() throws IOException {
    Path qemu = box.add("qemu-system-x86_64", "exit 1");
    aptGet("exit 0");

    assertThatThrownBy(() -> setup(Privileges.ROOT).run(progress::add))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(qemu + " does not tell its version (\"--version\" failed")
        .hasMessageEndingWith(
            "SUBFLOW_QEMU=" + qemu + " names it: correct or unset that variable.");
    assertThat(calls).doesNotExist();
  }
}
