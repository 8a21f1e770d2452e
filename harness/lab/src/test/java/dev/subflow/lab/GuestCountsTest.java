// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.GuestLostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuestCountsTest {
  private static final String GCOV = "gcov";
  private static final String TAR = "/tmp/subflow-gcov.tar";

  @TempDir Path temp;
  private Path tree;
  private Path evidence;
  private LabFixture labs;

  @BeforeEach
  void prepare() throws IOException {
    tree = Files.createDirectory(temp.resolve("linux"));
    Files.writeString(tree.resolve(".config"), "CONFIG_GCOV_KERNEL=y\n");
    evidence = Files.createDirectory(temp.resolve("evidence"));
    labs = new LabFixture(temp).kernel(GCOV, Optional.of(tree));
    labs.factory
        .with("client", vm -> vm.files().putText(TAR, "counts of the client"))
        .with("server", vm -> vm.files().putText(TAR, "counts of the server"));
  }

  private void fetch(String kernel) {
    try (Lab lab = labs.start(kernel)) {
      lab.fetchCoverage(evidence);
    }
  }

  @Test
  void theCountsOfEveryGuestAreFetchedWithTheirTree() {
    fetch(GCOV);

    assertThat(evidence.resolve("gcov-client.tar")).hasContent("counts of the client");
    assertThat(evidence.resolve("gcov-server.tar")).hasContent("counts of the server");
    assertThat(evidence.resolve("gcov-server.tar.tree")).hasContent(tree.toString());
  }

  @Test
  void aKernelWithoutATreeHasNone() {
    fetch("plain");

    assertThat(evidence).isEmptyDirectory();
  }

  @Test
  void aKernelThatDoesNotCountHasNone() {
    labs.factory.with("server", vm -> vm.replies("[ -e /sys/kernel/debug/gcov/reset ]", 1, ""));

    fetch(GCOV);

    assertThat(evidence.resolve("gcov-client.tar")).exists();
    assertThat(evidence.resolve("gcov-server.tar")).doesNotExist();
  }

  @Test
  void aGuestThatIsGoneIsNotAsked() {
    labs.factory.with("client", vm -> vm.dies(new GuestLostException("client", "it is lost")));
    fetch(GCOV);
    assertThat(labs.factory.events()).noneMatch(event -> event.startsWith("client runs"));
    assertThat(evidence).isDirectoryNotContaining("glob:**client*");
    assertThat(evidence.resolve("gcov-server.tar")).exists();
  }

  @Test
  void aGuestThatFailsKeepsNobodyFromIt() {
    labs.factory.with(
        "client", vm -> vm.failsAt("tar -C", new GuestLostException("client", "it is lost")));
    try (Lab lab = labs.start(GCOV)) {
      GuestCounts.fetch(lab, evidence);
    }
    assertThat(evidence).isDirectoryNotContaining("glob:**client*");
    assertThat(evidence.resolve("gcov-server.tar")).exists();
  }

  @Test
  void aDiskThatIsFullKeepsNobodyFromIt() {
    labs.factory.with(
        "client",
        vm -> {
          GuestFiles refusing =
              new GuestFiles() {
                @Override
                public void put(String path, byte[] content) {}

                @Override
                public void put(Path source, String path, int mode) {}

                @Override
                public byte[] get(String path) {
                  return new byte[0];
                }

                @Override
                public void get(String path, Path target) {
                  throw new InfrastructureException("writing " + target + ": no space left");
                }
              };
          vm.files(refusing);
        });

    fetch(GCOV);

    assertThat(evidence.resolve("gcov-server.tar")).exists();
  }

  @Test
  void everyGuestForgets() {
    try (Lab lab = labs.start(GCOV)) {
      labs.factory.events().clear();
      lab.resetCoverage();
      assertThat(labs.factory.events())
          .hasSize(2)
          .allMatch(event -> event.contains("echo 1 >/sys/kernel/debug/gcov/reset"))
          .anyMatch(event -> event.startsWith("client runs"))
          .anyMatch(event -> event.startsWith("server runs"));
    }
  }
}
