// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Cache;
import dev.subflow.cache.Folders;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build folder in which a stranger's makefiles were at work. */
final class HostileBuildTest {
  @TempDir private Path temp;
  private Path out;
  private Path entry;
  private Path victim;
  private WorkArea area;
  private KernelMake make;

  @BeforeEach
  void build() throws IOException {
    temp = temp.toRealPath();
    victim = Files.writeString(temp.resolve("victim.ko"), "a secret\n");
    entry = Files.createDirectories(temp.resolve("x/y/z/entry"));
    Cache cache = new Cache(temp.resolve("cache"));
    area = new WorkArea(cache, "linux");
    out = area.out("c0ffee", Set.of());
    Files.createDirectories(area.source());
    for (String folder :
        List.of(
            "include/generated",
            "arch/x86/include/generated",
            "scripts",
            "arch/x86/boot/compressed")) {
      Files.createDirectories(out.resolve(folder));
    }
    Toolbox none = new Toolbox(cache, temp.resolve("images"), DebianMirror.ofMachine(), t -> {});
    make = new KernelMake(cache, none, area, out, text -> {});
  }

  private Path put(String path, String content) throws IOException {
    Path file = out.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.resolveSibling(""));
    Files.createSymbolicLink(link, target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../../victim.ko", "/etc/passwd", "kernel/../../x.ko"})
  void aLineOfModulesOrderStaysInTheEntry(String line) throws IOException {
    put("net/a.ko", "a module");
    put("modules.order", "net/a.o\n" + line + "\n");

    assertThatThrownBy(() -> KernelEntry.copyModules(out, entry))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("modules.order:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"System.map", ".config", "include/config/auto.conf"})
  void noFileIsKeptThatIsALinkOut(String file) throws IOException {
    link(out.resolve(file), victim);

    assertThatThrownBy(() -> KernelEntry.copyFiles(out, entry))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(file + " leads out of");
    assertThat(entry.resolve(file)).doesNotExist();
  }

  @Test
  void noFolderIsKeptThatIsALinkOut() throws IOException {
    Files.createDirectories(temp.resolve("outside/generated"));
    Files.copy(victim, temp.resolve("outside/generated/secret.h"));
    Folders.delete(out.resolve("arch/x86/include"));
    link(out.resolve("arch/x86/include"), temp.resolve("outside"));

    assertThatThrownBy(() -> KernelEntry.copyFiles(out, entry)).isInstanceOf(UsageException.class);
    assertThat(entry.resolve("arch/x86/include/generated/secret.h")).doesNotExist();
  }

  @Test
  void linksWithinTheBuildFolderAreFollowed() throws IOException {
    put("arch/x86_64/boot/image", "an image");
    link(out.resolve("arch/x86/boot/bzImage"), Path.of("../../x86_64/boot/image"));
    put("net/a.ko", "a module");
    put("modules.order", "net/a.o\nnet/absent.o\n");

    KernelEntry.copyFiles(out, entry);
    KernelEntry.copyModules(out, entry);

    assertThat(entry.resolve("arch/x86/boot/bzImage")).hasContent("an image").isRegularFile();
    assertThat(entry.resolve("net/a.ko")).hasContent("a module");
  }

  @Test
  void theReleaseIsNotReadThroughALinkAndIsAName() throws IOException {
    link(out.resolve("include/config/kernel.release"), victim);
    assertThatThrownBy(() -> KernelBuilder.release(out)).isInstanceOf(UsageException.class);

    Files.delete(out.resolve("include/config/kernel.release"));
    put("include/config/kernel.release", "../../evil\n");
    assertThatThrownBy(() -> KernelBuilder.release(out))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("kernel.release:1: the release is \"../../evil\"");

    put("include/config/kernel.release", "7.1.0-subflow\n");
    assertThat(KernelBuilder.release(out)).isEqualTo("7.1.0-subflow");
  }

  @Test
  void aLineOfTheSourceIsNotReadThroughALink() throws IOException {
    Files.writeString(area.source().resolve("a.c"), "one\ntwo\n");
    link(area.source().resolve("b.c"), Path.of("a.c"));
    link(area.source().resolve("evil.c"), victim);
    link(area.source().resolve("up"), Path.of("../../../.."));

    assertThat(make.sourceLine("a.c", 2)).contains("two");
    assertThat(make.sourceLine("b.c", 1)).contains("one");
    assertThat(make.sourceLine("a.c", 3)).isEmpty();
    assertThat(make.sourceLine("evil.c", 1)).isEmpty();
    assertThat(make.sourceLine("up/victim.ko", 1)).isEmpty();
    assertThat(make.sourceLine(victim.toString(), 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".subflow-configuration", ".subflow-cc", ".subflow-fragments/0.config"})
  void whatTheNextBuildWritesGoesThroughNoLink(String file) throws IOException {
    if (file.contains("/")) {
      Files.move(victim, temp.resolve("0.config"));
      victim = temp.resolve("0.config");
      link(out.resolve(".subflow-fragments"), temp);
    } else {
      link(out.resolve(file), victim);
    }
    Fragments fragments =
        new Fragments(List.of(new Fragments.Text("x", "CONFIG_MPTCP=y\n", false)));

    // There is no toolbox to run anything in.
    assertThatThrownBy(() -> make.configure(fragments, "tree", temp.resolve("log")))
        .isInstanceOfAny(IOException.class, InfrastructureException.class, UsageException.class);
    assertThat(victim).hasContent("a secret\n");
  }

  @Test
  void anImageThatIsALinkOutIsNotRead() throws IOException {
    link(out.resolve("arch/x86/boot/bzImage"), victim);

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("bzImage leads out of");
  }

  @Test
  void kconfigIsReadInTheTreeAlone() throws IOException {
    Path outside = Files.writeString(temp.resolve("Kconfig"), "config STOLEN\n\tbool \"x\"\n");
    Files.writeString(
        area.source().resolve("Kconfig"),
        "config OURS\n\tbool \"x\"\nsource \"" + outside + "\"\nrsource \"../../../../Kconfig\"\n");

    assertThat(KconfigTree.read(area.source()).symbols()).containsOnlyKeys("OURS");
  }

  @Test
  @Timeout(15)
  void kconfigThatReadsItselfTwiceEnds() throws IOException {
    Files.writeString(
        area.source().resolve("Kconfig"),
        "source \"Kconfig\"\nsource \"Kconfig\"\nconfig OURS\n\tbool \"x\"\n");

    assertThat(KconfigTree.read(area.source()).symbols()).containsOnlyKeys("OURS");
  }
}
