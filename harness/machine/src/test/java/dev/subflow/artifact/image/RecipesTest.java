// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where recipes are, and the images that are made: {@link Erofs}, {@link Initramfs}. */
final class RecipesTest {
  @TempDir private Path folder;

  @Test
  void aCheckoutIsFoundFromAnyFolderOfIt() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("project/a/b"));
    assertThat(Recipes.checkout(deep)).isEmpty();
    Files.createDirectories(folder.resolve("project/images"));
    Files.writeString(folder.resolve("project/images/guest"), "a file");
    assertThat(Recipes.checkout(deep)).as("that is no folder of recipes").isEmpty();
    Files.delete(folder.resolve("project/images/guest"));
    Files.createDirectories(folder.resolve("project/images/guest"));

    assertThat(Recipes.checkout(deep)).contains(folder.resolve("project"));
    assertThat(Recipes.checkout(deep.resolve("../.."))).contains(folder.resolve("project"));
  }

  @Test
  void theNameOfAnImageAloneDecidesItsUuid() {
    List<String> command = Erofs.command(Path.of("/a/root.erofs"), Path.of("/tree"), true);

    assertThat(command)
        .startsWith("mkfs.erofs")
        .contains("-T0", "--all-root")
        .endsWith("/a/root.erofs", "/tree");
    assertThat(uuid(command))
        .isEqualTo(uuid(Erofs.command(Path.of("/b/root.erofs"), Path.of("/x"), false)))
        .isNotEqualTo(uuid(Erofs.command(Path.of("/a/modules.erofs"), Path.of("/tree"), true)));
    assertThat(Erofs.command(Path.of("x"), Path.of("y"), false)).doesNotContain("--all-root");
  }

  private static String uuid(List<String> command) {
    return command.stream().filter(c -> c.startsWith("-U")).findFirst().orElseThrow();
  }

  @Test
  void theInitramfsHasTheAgentAsInitAndTheModulesInOrder() throws IOException {
    Path agent = Files.writeString(folder.resolve("agent"), "the agent");
    Path boot = Files.createDirectory(folder.resolve("boot"));
    Files.writeString(boot.resolve("01-virtio_blk.ko"), "second");
    Files.writeString(boot.resolve("00-virtio_pci.ko"), "first");
    Path cpio = folder.resolve(Initramfs.FILE);

    Initramfs.write(cpio, agent, boot);

    assertThat(Files.readString(cpio, StandardCharsets.ISO_8859_1))
        .containsSubsequence(
            "070701",
            "dev/console",
            "init\0",
            "the agent",
            "modules/00-virtio_pci.ko",
            "first",
            "modules/01-virtio_blk.ko",
            "second",
            "TRAILER!!!");
  }
}
