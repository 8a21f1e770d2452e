// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.process.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolsTest {
  @TempDir private Path bin;

  @Test
  void findsAProgramAndItsVersion() throws IOException {
    Path qemu = program("qemu-system-x86_64", "echo QEMU emulator version 10.0.2");

    assertThat(tools(Map.of("PATH", bin.toString())).find(Tool.QEMU))
        .isEqualTo(new FoundTool(Tool.QEMU, qemu, Version.firstIn("10.0.2")));
  }

  @Test
  void namesTheVersionThatIsTooOldAndTheWayOut() throws IOException {
    Path qemu = program("qemu-system-x86_64", "echo QEMU emulator version 6.2.0");
    program("apt-get", "exit 0");

    assertThatThrownBy(() -> tools(Map.of("PATH", bin.toString())).find(Tool.QEMU))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            qemu
                + " is version 6.2.0, but 7.2 or newer is needed, as it runs the guests. Type: sudo"
                + " apt-get install -y --no-install-recommends qemu-system-x86; if that is no"
                + " newer, set SUBFLOW_QEMU to the path of one that is.");
  }

  @Test
  void theOverrideWins() throws IOException {
    program("qemu-system-x86_64", "echo QEMU emulator version 7.2");
    Path other = program("my-qemu", "echo QEMU emulator version 11.0");

    Map<String, String> environment =
        Map.of("PATH", bin.toString(), Tools.QEMU_OVERRIDE, other.toString());

    assertThat(tools(environment).find(Tool.QEMU).path()).isEqualTo(other);
  }

  @Test
  void anOverrideThatIsNoProgramIsNamed() throws IOException {
    program("qemu-system-x86_64", "echo QEMU emulator version 7.2");

    assertThatThrownBy(
            () ->
                tools(Map.of("PATH", bin.toString(), Tools.QEMU_OVERRIDE, "/nowhere/qemu"))
                    .find(Tool.QEMU))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/nowhere/qemu, which runs the guests, is missing")
        .hasMessageContaining("SUBFLOW_QEMU=/nowhere/qemu names it");
  }

  @Test
  void aProgramWithoutAVersionWillDoWhereNoneIsAsked() throws IOException {
    Path depmod = program("depmod", "echo broken >&2; exit 1");

    assertThat(tools(Map.of("PATH", bin.toString())).find(Tool.DEPMOD).describe())
        .isEqualTo(depmod.toString());
  }

  @Test
  void usersNeedMoreToolsThanRoot() throws IOException {
    Map<String, String> environment = Map.of("PATH", bin.toString());
    program("newuidmap", "exit 0");
    program("fakeroot", "exit 0");

    assertThat(Tool.FAKEROOT.requiredBy(false, true)).isTrue();
    assertThat(Tool.FAKEROOT.requiredBy(true, true)).isFalse();
    assertThat(tools(environment).unmet()).doesNotContain(Tool.NEWUIDMAP, Tool.TSHARK);
  }

  @Test
  void whatOnlyBuildsImagesIsNotNeededWhereTheyAre() {
    Map<String, String> environment = Map.of("PATH", bin.toString());
    Tools user = new Tools(environment, false, Path.of("/"));

    assertThat(user.unmet()).contains(Tool.MMDEBSTRAP, Tool.NEWUIDMAP, Tool.FAKEROOT, Tool.MAKE);
    assertThat(user.withoutImages().unmet())
        .doesNotContain(Tool.MMDEBSTRAP, Tool.NEWUIDMAP, Tool.FAKEROOT)
        .contains(Tool.MAKE);
    assertThat(user.withoutImages().again().unmet()).doesNotContain(Tool.NEWUIDMAP);
  }

  @Test
  void oneLineInstallsAllOfThem() throws IOException {
    program("dnf", "exit 0");
    SearchPath path = new SearchPath(List.of(bin));

    assertThat(PackageManager.find(path)).contains(PackageManager.DNF);
    assertThat(PackageManager.DNF.line(List.of(Tool.QEMU, Tool.STATIC_LIBC), true))
        .contains("dnf install -y qemu-system-x86-core glibc-static");
    assertThat(PackageManager.ZYPPER.line(List.of(Tool.MMDEBSTRAP), true)).isEmpty();
  }

  private static Tools tools(Map<String, String> environment) {
    return new Tools(environment, false, Path.of("/"));
  }

  private Path program(String name, String script) throws IOException {
    return new ToolBox(bin).add(name, script);
  }
}
