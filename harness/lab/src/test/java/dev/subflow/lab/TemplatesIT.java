// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A template is made once, and made anew when it is no good; guests come up whatever happens. */
@Timeout(180)
final class TemplatesIT {
  private static final Topology TOPOLOGY = new OneHost().topology();
  @TempDir Path folder;
  private Path cache;

  @BeforeEach
  void makeCache() throws IOException {
    cache = TestLabs.cacheWithoutTemplates(Files.createDirectory(folder.resolve("cache")));
  }

  private List<Path> templates() throws IOException {
    Path kind = cache.resolve("entries/template");
    if (!Files.isDirectory(kind)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(kind)) {
      return entries.toList();
    }
  }

  /** Whether the guest of a lab was booted, and not copied; it must work either way. */
  private boolean boots(LabEnvironment environment) throws IOException {
    Path evidence = Files.createTempDirectory(folder, "evidence");
    try (Lab lab = environment.start(TOPOLOGY, evidence, r -> {})) {
      lab.guest("host").succeed("true");
    }
    return Files.readString(evidence.resolve("qemu-host.args")).contains("-kernel");
  }

  @Test
  void environmentsThatWantTheSameOneAtOnceShareIt() throws IOException {
    try (LabEnvironment one = TestLabs.open(cache);
        LabEnvironment other = TestLabs.open(cache)) {
      var there =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return boots(other);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(boots(one)).isFalse();
      assertThat(there.join()).isFalse();
    }
    assertThat(templates()).hasSize(1);
    assertThat(cache.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aShortenedMemoryIsNoticedBeforeUse() throws IOException {
    try (LabEnvironment environment = TestLabs.open(cache)) {
      assertThat(boots(environment)).isFalse();
    }
    Path memory = templates().get(0).resolve("memory");
    long size = Files.size(memory);
    try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
      file.setLength(size / 2);
    }
    try (LabEnvironment environment = TestLabs.open(cache)) {
      assertThat(boots(environment)).isFalse();
    }
    assertThat(templates().get(0).resolve("memory")).hasSize(size);
  }

  @Test
  void aStateThatQemuRefusesIsReplaced() throws IOException {
    try (LabEnvironment environment = TestLabs.open(cache)) {
      assertThat(boots(environment)).isFalse();
      Files.writeString(templates().get(0).resolve("state"), "no state at all");

      assertThat(boots(environment)).as("at once, without the template").isTrue();
      assertThat(boots(environment)).as("with a new template").isFalse();
    }
    assertThat(templates()).hasSize(1);
  }

  @Test
  void aStartThatTheHostDeniesIsNotTheTemplatesFault() throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    try (LabEnvironment environment = LabEnvironment.open(TestLabs.settings(cache), told::add)) {
      assertThat(boots(environment)).isFalse();
      assertThat(told).anyMatch(t -> t.startsWith("making a template of")).endsWith("");
      told.clear();

      assertThatThrownBy(() -> environment.start(TOPOLOGY, Path.of("/no/such"), r -> {}))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("/no/such");

      assertThat(boots(environment)).isFalse();
      assertThat(told).containsOnly("");
    }
  }

  @Test
  void asColdAsWanted() throws IOException {
    Path evidence = Files.createTempDirectory(folder, "evidence");
    try (LabEnvironment environment = TestLabs.open(cache);
        Lab lab = environment.start(TOPOLOGY, evidence, r -> {}, true)) {
      // Its kernel is told how fast its clock is, by us or by KVM: see decision 0017.
      assertThat(lab.guest("host").succeed("dmesg").stdout())
          .containsAnyOf("tsc_early_khz=", "kvm-clock");
    }
    assertThat(evidence.resolve("qemu-host.args")).content().contains("-kernel");
    assertThat(templates()).isEmpty();
  }
}
