// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.TreeName;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.KernelPairing;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunSettingsTest {
  @TempDir private Path project;

  private RunSettings settings(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.put("subflow.home", project.toString());
    return RunSettings.of(name -> Optional.ofNullable(all.get(name)));
  }

  private String underMaven(String kernel) {
    return settings(Map.of("subflow.paths", project.toString(), "subflow.kernel", kernel))
        .lab()
        .kernel();
  }

  @Test
  void underMavenATreeIsSeenFromTheProject() {
    assertThat(TreeName.parse(underMaven("tree:../linux")).source())
        .isEqualTo(new BuildRequest.Tree(project.resolve("../linux")));
    assertThat(TreeName.parse(underMaven("tree:../linux@HEAD~2#debug")).source())
        .isEqualTo(new BuildRequest.Revision(project.resolve("../linux"), "HEAD~2"));
  }

  @Test
  void soIsAPath() throws IOException {
    Path image = Files.writeString(project.resolve("bzImage"), "");

    assertThat(underMaven("bzImage")).isEqualTo(image.toString());
    assertThat(underMaven("./bzImage")).isEqualTo(image.toString());
  }

  @Test
  void otherNamesStay() {
    for (String name :
        new String[] {"debian:stable", "/boot/vmlinuz", "tree:/src/linux@v7.3", "tree:~/linux"}) {
      assertThat(underMaven(name)).isEqualTo(name);
    }
  }

  @Test
  void withoutMavenPathsAreSeenFromTheWorkingDirectory() {
    assertThat(settings(Map.of("subflow.kernel", "tree:../linux")).lab().kernel())
        .isEqualTo("tree:../linux");
  }

  @Test
  void kernelsOfHostsAreSeenFromThereToo() {
    Map<String, String> given =
        Map.of(
            "subflow.paths",
            project.toString(),
            "subflow.kernels",
            "client=debian:stable,server=tree:linux");

    assertThat(settings(given).circumstances().pairing().orElseThrow().kernels())
        .containsEntry("client", "debian:stable")
        .containsEntry("server", "tree:" + project.resolve("linux"));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    RunSettings all =
        new RunSettings(
            new LabSettings(
                project,
                LabSettings.defaultCache(),
                "debian:6.12",
                "guest-storage",
                Optional.of(Accelerator.TCG),
                QemuChoice.parse("debian:trixie"),
                OptionalInt.of(1),
                false),
            new RunSettings.Output(Optional.of(project.resolve("out")), true, true, true),
            new RunSettings.Circumstances(
                Optional.of(new KernelPairing(Map.of("client", "debian:sid"))),
                Optional.of(7),
                Optional.of(new Seed(-3)),
                false,
                Optional.of(new FailNth("client", 5))),
            new RunSettings.Suites(
                Optional.of("mptcp_join:single address, backup"),
                Optional.of(project.resolve("linux")),
                Optional.of("subflow/virtme:latest")),
            Optional.of(2048L),
            Set.of("guests", "docker"));

    assertThat(read(all.parameters())).isEqualTo(all);
    assertThat(all.parameters()).hasSize(21);
  }

  @Test
  void whatIsNotSaidStaysUnsaid() {
    RunSettings least = read(Map.of("subflow.home", project.toString(), "subflow.seed", " "));

    assertThat(least).isEqualTo(RunSettings.of(least.lab()).requiring(""));
    assertThat(least.lab().kernel()).isEqualTo(LabSettings.DEFAULT_KERNEL);
    assertThat(least.lab().templates()).isTrue();
  }

  @Test
  void numberThatIsNoneIsRefusedByItsName() {
    assertThatThrownBy(() -> settings(Map.of("subflow.repetition", "twice")))
        .isInstanceOf(UsageException.class)
        .hasMessage("subflow.repetition is \"twice\", which is no number");
  }

  @Test
  void processorsThatTheMachineHasNotAreRefused() {
    assertThatThrownBy(() -> settings(Map.of("subflow.cpus", "0")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("guests can't have 0 processors: this machine carries 1 to ");
    assertThatThrownBy(() -> settings(Map.of("subflow.cpus", "4294967297")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("guests can't have 2147483647 processors");
  }

  private static RunSettings read(Map<String, String> parameters) {
    return RunSettings.of(name -> Optional.ofNullable(parameters.get(name)));
  }
}
