// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerPlanTest {
  @TempDir Path temp;
  private KernelTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Trees.make(temp.resolve("linux"));
  }

  @Test
  void isWhatUsersTypeByHand() {
    VirtmeRun run =
        VirtmeRun.of(tree, VirtmeMode.MANUAL_NORMAL, false)
            .withPrivileges(Privileges.all())
            .withTerminal(true);

    // docker run -e INPUT_PACKETDRILL_NO_SYNC=1 -v "$PWD:$PWD:rw" -w "$PWD" --privileged --rm -it
    //   mptcp/mptcp-upstream-virtme-docker:latest manual-normal
    String pwd = tree.root().toString();
    assertThat(ContainerPlan.of(run, Optional.empty()).dockerRun(VirtmeImage.UPSTREAM))
        .containsExactly(
            "docker",
            "run",
            "-e",
            "INPUT_PACKETDRILL_NO_SYNC=1",
            "-v",
            pwd + ":" + pwd + ":rw",
            "-w",
            pwd,
            "--privileged",
            "--rm",
            "-it",
            "mptcp/mptcp-upstream-virtme-docker:latest",
            "manual-normal");
  }

  @Test
  void withoutTheWordForItAContainerGetsTheFewestPrivileges() throws IOException {
    Path dev = Files.createDirectories(temp.resolve("root/dev/net"));
    Files.createFile(dev.resolve("tun"));
    Files.createFile(dev.resolveSibling("kvm"));
    Path root = temp.resolve("root");

    assertThat(Privileges.fewest(false, root))
        .isEqualTo(
            new Privileges(
                false, List.of("SYS_ADMIN", "NET_ADMIN"), List.of(Path.of("/dev/net/tun"))));
    assertThat(Privileges.fewest(true, root).devices())
        .containsExactly(Path.of("/dev/kvm"), Path.of("/dev/net/tun"));
  }

  @Test
  void packetdrillHomeAndGitAreMounted() throws IOException {
    Path packetdrill = temp.resolve("packetdrill");
    Files.createDirectories(packetdrill.resolve("gtests/net"));
    Path git = Trees.addRepository(tree, temp.resolve("main/.git"));
    VirtmeRun run =
        VirtmeRun.of(tree, VirtmeMode.BUILD, false)
            .withPacketdrill(packetdrill)
            .withHome("virtme-home");

    ContainerPlan plan = ContainerPlan.of(run, Optional.empty());

    assertThat(plan.mounts())
        .extracting(Mount::toString)
        .containsExactly(
            tree.root() + ":" + tree.root() + ":rw",
            git + ":" + git + ":ro",
            packetdrill + ":/opt/packetdrill:rw",
            "virtme-home:/root:rw");
    assertThat(plan.environment())
        .containsExactly(
            entry("INPUT_PACKETDRILL_NO_SYNC", "1"),
            entry("INPUT_PACKETDRILL_NO_MORE_TOLERANCE", "1"));
  }

  @Test
  void testsRunAsInACiWithTheMachineOfAUser() {
    VirtmeRun run =
        VirtmeRun.of(tree, VirtmeMode.VM_AUTO, false)
            .withInputs(VirtmeInputs.none().with(VirtmeInput.CPUS, 1));

    assertThat(ContainerPlan.of(run, Optional.of(".virtme/results/here")).environment())
        .containsOnly(
            entry("CI", "true"),
            entry("INPUT_CPUS", "1"),
            entry("INPUT_PACKETDRILL_NO_SYNC", "1"),
            entry("INPUT_NO_BLOCK", "1"),
            entry("INPUT_CI_RESULTS_DIR", ".virtme/results/here"),
            entry("INPUT_CI_PRINT_EXIT_CODE", "0"),
            entry("INPUT_CI_TIMEOUT_SEC", "86400"),
            entry("INPUT_GCOV", "0"));
  }

  @Test
  void whatUsersSayOfPacketdrillCounts() {
    VirtmeRun run =
        VirtmeRun.of(tree, VirtmeMode.MANUAL_NORMAL, false)
            .withInputs(VirtmeInputs.none().with(VirtmeInput.PACKETDRILL_NO_SYNC, false));

    assertThat(ContainerPlan.of(run, Optional.empty()).environment())
        .containsExactly(entry("INPUT_PACKETDRILL_NO_SYNC", "0"));
  }

  @Test
  void nonsenseIsRefusedBeforeAnythingStarts() {
    VirtmeRun run = VirtmeRun.of(tree, VirtmeMode.BUILD, false);
    assertThatThrownBy(() -> run.withPacketdrill(temp))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no checkout of packetdrill");
    assertThatThrownBy(() -> run.withHome("a:b")).isInstanceOf(UsageException.class);
  }
}
