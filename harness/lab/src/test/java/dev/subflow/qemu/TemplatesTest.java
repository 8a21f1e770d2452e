// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.machine.QemuUser;
import dev.subflow.process.Outsider;
import dev.subflow.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemplatesTest {
  @TempDir Path temp;
  private TestTemplates all;
  private Templates templates;

  @BeforeEach
  void prepare() throws IOException {
    all = new TestTemplates(temp);
    templates = all.ofRun();
  }

  @Test
  void guestsThatDifferInNamesOnlyShareOne() throws IOException {
    Optional<Template> first = templates.of(TestTemplates.guest("client"));

    assertThat(first).get().extracting(Template::memory).asString().endsWith("memory");
    assertThat(first.orElseThrow().state()).hasContent("state");
    assertThat(templates.of(TestTemplates.guest("server"))).isEqualTo(first);
    assertThat(all.ofRun().of(TestTemplates.guest("server"))).as("another run").isEqualTo(first);
    assertThat(all.made).containsExactly("client");
  }

  @Test
  void anotherMachineHasAnother() {
    Optional<Template> first = templates.of(TestTemplates.guest("client"));

    assertThat(templates.of(TestTemplates.guest("client", 512, false)))
        .isPresent()
        .isNotEqualTo(first);
  }

  @Test
  void oneThatCannotBeMadeIsNotTriedAgainInThisRun() throws IOException {
    all.fail(new InfrastructureException("no space"));

    assertThat(templates.of(TestTemplates.guest("client"))).isEmpty();
    assertThat(templates.of(TestTemplates.guest("client"))).isEmpty();
    assertThat(all.made).hasSize(1);
    assertThat(all.ofRun().of(TestTemplates.guest("client"))).as("another run").isEmpty();
    assertThat(all.made).hasSize(2);
  }

  @Test
  void oneThatIsUnusableIsMadeAnew() throws IOException {
    templates.of(TestTemplates.guest("client"));

    templates.discard(TestTemplates.guest("server"));

    assertThat(templates.of(TestTemplates.guest("client"))).isPresent();
    assertThat(all.made).hasSize(2);
  }

  @Test
  void aCopyIsOpenToTheUserThatQemuRunsAs() throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root, who alone has outsiders");
    Template template = templates.of(TestTemplates.guest("client")).orElseThrow();
    Path folder = Files.createDirectory(temp.resolve("copy"));
    QemuSetup setup =
        new QemuSetup(
            TestTemplates.installed(temp.resolve("qemu")),
            Accelerator.TCG,
            OptionalInt.empty(),
            new QemuUser(Optional.of(new Outsider(OptionalInt.empty())), Optional.empty()));

    Template copy = Templates.copied(template, setup, folder);

    assertThat(copy.memory()).hasParent(folder).hasContent("memory");
    assertThat(Files.getAttribute(copy.memory(), "unix:gid")).isEqualTo(Outsider.FIRST);
    assertThat(Files.getPosixFilePermissions(copy.memory()))
        .contains(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);
  }
}
