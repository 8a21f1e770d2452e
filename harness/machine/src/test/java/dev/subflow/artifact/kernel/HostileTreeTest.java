// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.Digests;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images, trees and lists that want something of this machine. */
final class HostileTreeTest {
  private static final String RELEASE = "6.12.1-x";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path temp;
  private Path tree;
  private Path secret;

  @BeforeEach
  void builtTree() throws IOException {
    temp = temp.toRealPath();
    tree = Files.createDirectories(temp.resolve("a/b/tree"));
    secret = Files.writeString(temp.resolve("secret.ko"), "a secret");
    put(".config", "CONFIG_MPTCP=y\n");
    put("fs/erofs/erofs.ko", "a module");
    put("modules.order", "fs/erofs/erofs.o\n");
    Files.createDirectories(tree.resolve("arch/x86/boot"));
    Files.write(tree.resolve(KernelFolder.IMAGE), bzImage(RELEASE));
  }

  private Path put(String path, String content) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private void link(String path, Path target) throws IOException {
    Files.deleteIfExists(tree.resolve(path));
    Files.createSymbolicLink(tree.resolve(path), target);
  }

  private static byte[] bzImage(String release) throws IOException {
    return SampleKernel.bzImage(release, Compression.GZIP, SampleKernel.vmlinux(RELEASE, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil", "/evil", "6.1/../../../evil", "-C", "6.1\u001b[2J", "..."})
  void aReleaseThatIsNoNameIsRefused(String release) throws IOException {
    Path image = Files.write(temp.resolve("bzImage"), bzImage(release));

    assertThatThrownBy(() -> KernelImage.release(image))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(image + ": its release is \"")
        .hasMessageContaining("Allowed: ")
        .hasMessageNotContaining("\u001b");
    assertThatThrownBy(() -> KernelImage.read(image)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> LocalKernel.find(image)).isInstanceOf(UsageException.class);
  }

  @Test
  void theReleaseOfAVmlinuxToo() throws IOException {
    Path image = Files.write(temp.resolve("vmlinux"), SampleKernel.vmlinux("6.1/../../evil", true));

    assertThatThrownBy(() -> KernelImage.release(image))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"6.1/../../evil\"");
    assertThatThrownBy(() -> KernelImage.read(image)).isInstanceOf(UsageException.class);
  }

  @Test
  void noPartsHaveAPathOutOfTheirFolder() {
    TreeMap<String, Path> modules = new TreeMap<>();
    modules.put("kernel/../../../../evil.ko", secret);

    assertThatThrownBy(() -> new KernelParts(RELEASE, tree, Optional.empty(), modules))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("evil.ko");
    assertThatThrownBy(() -> new KernelParts("../evil", tree, Optional.empty(), new TreeMap<>()))
        .isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../secret.ko",
        "kernel/../../../secret.ko",
        "../../../etc/passwd",
        "/etc/passwd",
        "fs/erofs/../../../../../secret.o",
        "kernel//etc/passwd",
        ".config",
        "fs/\u001b[2J.ko"
      })
  void aLineOfModulesOrderThatIsNoModuleIsRefused(String line) throws IOException {
    put("modules.order", "fs/erofs/erofs.o\n" + line + "\n");

    assertThatThrownBy(() -> LocalKernel.find(tree))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(tree.resolve("modules.order") + ":2: the module is \"")
        .hasMessageNotContaining("\u001b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".config",
        "fs/erofs/erofs.ko",
        "modules.order",
        "modules.builtin",
        "arch/x86/boot/bzImage"
      })
  void aLinkOutOfTheTreeIsRefused(String path) throws IOException {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Path target = outside.resolve("file");
    if (path.endsWith("bzImage")) {
      Files.write(target, bzImage(RELEASE));
    } else {
      Files.writeString(target, "fs/erofs/erofs.o\n");
    }
    link(path, target);

    assertThatThrownBy(() -> LocalKernel.find(tree))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(path + " leads out of " + tree);
  }

  @Test
  void linksWithinTheTreeWork() throws IOException {
    Files.createDirectories(tree.resolve("arch/x86_64/boot"));
    Files.move(tree.resolve(KernelFolder.IMAGE), tree.resolve("arch/x86_64/boot/image"));
    link("arch/x86/boot/bzImage", Path.of("../../x86_64/boot/image"));
    Files.move(tree.resolve("fs/erofs/erofs.ko"), tree.resolve("real.ko"));
    link("fs/erofs/erofs.ko", Path.of("../../real.ko"));
    Path name = Files.createSymbolicLink(temp.resolve("name"), tree);

    for (Path path : List.of(tree, name)) {
      KernelParts parts = LocalKernel.find(path);
      assertThat(parts.release()).isEqualTo(RELEASE);
      assertThat(parts.config()).contains("CONFIG_MPTCP=y\n");
      assertThat(parts.modules()).containsOnlyKeys("kernel/fs/erofs/erofs.ko");
    }
  }

  @Test
  void theConfigurationBesideAnImageIsNoLinkOut() throws IOException {
    Path boot = Files.createDirectory(temp.resolve("boot"));
    Path image = Files.write(boot.resolve("vmlinuz"), bzImage(RELEASE));
    Files.createSymbolicLink(boot.resolve("config-" + RELEASE), secret);

    assertThatThrownBy(() -> LocalKernel.find(image))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("config-" + RELEASE + " leads out of " + boot);
  }

  @Test
  void aFolderOfConfigurationsBesideAnImageIsNoConfiguration() throws IOException {
    Path home = temp.resolve("home");
    Files.createDirectories(home.resolve(".config"));
    Path image = Files.write(home.resolve("bzImage"), bzImage(RELEASE));

    assertThat(LocalKernel.find(image).config()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil.ko", "/evil.ko"})
  void aModuleToLoadLiesWithItsIndex(String path) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("modules"));
    Files.writeString(folder.resolve("modules.dep"), path + ":\n");

    assertThatThrownBy(() -> ModuleTree.at(folder).loadOrder(List.of("evil")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("modules.dep");
  }

  @Test
  void aListOfWhatIsBuiltInHasPathsAlone() throws IOException {
    put("modules.builtin", "kernel/net/ipv4/tcp_cubic.ko\n../../../etc/passwd\n");
    KernelParts parts = LocalKernel.find(tree);

    assertThatThrownBy(() -> ModuleTree.make(parts, work(), temp.resolve("log")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("modules.builtin:2: the module is \"../../../etc/passwd\"");
  }

  private Path work() throws IOException {
    return Files.createDirectory(temp.resolve("work"));
  }

  @Test
  void nobodyWaitsForANamedPipeOrReadsADevice() throws IOException {
    Program.of("mkfifo", tree.resolve("Makefile").toString()).output();
    link("Kconfig", Path.of("/dev/zero"));
    Files.createDirectories(tree.resolve("net"));

    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          assertThatThrownBy(() -> KernelFolder.of(tree).requireSources())
              .isInstanceOf(UsageException.class)
              .hasMessageContaining("names no VERSION");
          assertThat(Digests.ofTree(tree)).hasSize(64);
        });
  }

  @Test
  void theSourceOfSelftestsIsNotReadThroughLinks() throws IOException {
    put("tools/testing/selftests/lib.mk", "all:");
    link("tools/testing/selftests/kselftest.h", secret);

    assertThatThrownBy(() -> KernelSource.ofTree(tree).id("net/mptcp"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("kselftest.h leads out of");
  }
}
