// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Folders;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Program;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the cache on a file system of 16 MiB, which gets full; only root can mount one. */
final class FullDiskTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path temp;
  private Path disk;
  private Cache cache;

  @BeforeEach
  void mount() throws IOException {
    disk = Files.createDirectory(temp.resolve("disk"));
    try {
      Program.of("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()).output();
    } catch (ProgramException e) {
      Assumptions.abort("this user cannot mount: " + e.getMessage());
    }
    cache = new Cache(disk.resolve("cache"));
  }

  @AfterEach
  void unmount() throws IOException {
    if (cache != null) {
      Program.of("umount", disk.toString()).output();
    }
  }

  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    try {
      Program.of("dd", "if=/dev/zero", "of=" + filler, "bs=64k", "status=none").output();
    } catch (ProgramException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }

  @Test
  void nothingHalfWrittenIsAccepted() throws IOException {
    CacheKey key = CacheKey.of("kernel-build").with("tree", "x");
    Cache.Builder builder =
        entry -> {
          Files.write(entry.resolve("vmlinux"), new byte[4 * MIB]);
          Files.write(entry.resolve("bzImage"), new byte[MIB]);
        };
    Files.createDirectories(cache.root());
    Files.write(disk.resolve("most"), new byte[13 * MIB]);

    assertThatThrownBy(() -> cache.get(key, builder))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining(cache.root().toString())
        .hasMessageContaining("MiB free of 16 MiB")
        .hasMessageContaining("subflow gc");
    assertThat(cache.find(key)).isEmpty();
    assertThat(Folders.children(cache.root().resolve("tmp"))).isEmpty();

    Files.delete(disk.resolve("most"));
    assertThat(cache.get(key, builder).resolve("bzImage")).hasSize(MIB);
    assertThat(cache.verify()).isEmpty();
  }

  @Test
  void aBuildFolderIsCopiedInFullOrNotAtAll() throws IOException {
    WorkArea area = new WorkArea(cache, "linux");
    area.open(Optional.empty());
    Files.write(area.out("one", Set.of()).resolve("vmlinux"), new byte[6 * MIB]);
    Files.write(disk.resolve("most"), new byte[6 * MIB]);

    assertThatThrownBy(() -> area.out("two", Set.of()))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(cache.isFull((IOException) e)).isTrue());
    assertThat(area.hasOut("two")).isFalse();
    assertThat(disk.toFile().getUsableSpace()).as("half a copy is gone").isGreaterThan(2 * MIB);

    Files.delete(disk.resolve("most"));
    assertThat(area.out("two", Set.of()).resolve("vmlinux")).hasSize(6 * MIB);
  }

  @Test
  void aRepositoryThatCouldNotBeMadeIsMadeLater() throws IOException {
    Files.createDirectories(cache.root());
    Path filler = fill();
    WorkArea area = new WorkArea(cache, "linux");
    assertThatThrownBy(() -> area.open(Optional.empty())).isInstanceOf(IOException.class);

    Files.delete(filler);
    area.open(Optional.empty());
    Path tree = Files.createDirectory(temp.resolve("tree"));
    Files.writeString(tree.resolve("file"), "x");
    assertThat(area.treeOf(tree, Optional.empty(), true)).hasSize(40);
  }

  @Test
  void whatTheCompilerSaysOfADiskThatIsFullIsNoFaultOfTheSource() throws IOException {
    Files.createDirectories(cache.root());
    Path filler = fill();
    Path log = cache.root().resolve("build.log");
    BuildOutput output = new BuildOutput(Path.of("/usr/src/linux"));
    String compile =
        "echo 'net/mptcp/pm.c:1:2: error: no such thing'; cp /dev/zero " + disk + "/pm.o; exit 2";
    ProgramException failed =
        catchThrowableOfType(
            ProgramException.class, () -> Program.of("sh", "-c", compile).run(log, output::line));

    assertThat(KernelMake.failure(cache, "built", failed, output, log))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Building a kernel failed for want of space: cp: error writing")
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("0 MiB free of 16 MiB")
        .hasMessageContaining("about 6 GiB")
        .hasMessageContaining("subflow gc");
    assertThat(filler).exists();
  }

  @Test
  void theWarningsThatWereKnownStay() throws IOException {
    Path out = Files.createDirectories(disk.resolve("out"));
    KnownWarnings warnings = KnownWarnings.of(out);
    warnings.update(Map.of("pm.o", List.of("warning: unused")));
    fill();

    assertThatThrownBy(() -> KnownWarnings.of(out).update(Map.of("x.o", List.of("y".repeat(MIB)))))
        .isInstanceOf(IOException.class);
    assertThat(KnownWarnings.of(out).all()).containsExactly("warning: unused");
  }
}
