// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecipeTest {
  private static final String SOUND =
      """
      suite: trixie
      overlay: files
      packages: [iproute2, g++]
      """;

  @TempDir Path folder;

  private Recipe read(String text) throws IOException {
    Files.createDirectories(folder.resolve("files"));
    Files.writeString(folder.resolve(Recipe.FILE), text);
    return Recipe.read(folder);
  }

  @Test
  void readsItAll() throws IOException {
    Recipe recipe = read(SOUND);
    assertThat(recipe.suite()).isEqualTo("trixie");
    assertThat(recipe.variant()).isEqualTo("minbase");
    assertThat(recipe.packages()).containsExactly("iproute2", "g++");
    assertThat(recipe.overlay()).contains(folder.resolve("files"));
  }

  @Test
  void anInitNeedsToSayWhenItIsReady() throws IOException {
    String init = SOUND + "init: /usr/lib/systemd/systemd\n";
    Recipe recipe = read(init + "ready: systemctl is-system-running --wait\n");
    assertThat(recipe.init()).contains("/usr/lib/systemd/systemd");
    assertThat(recipe.ready()).contains("systemctl is-system-running --wait");
    assertThat(recipe.key()).isEqualTo(read(SOUND).key());
    assertThatThrownBy(() -> read(init)).hasMessageContaining("init and ready: expected both");
    assertThatThrownBy(() -> read(SOUND + "init: sbin/init x\nready: 'true'\n"))
        .hasMessageContaining("init: expected the path of a program in the image");
  }

  @Test
  void onlyWhatShapesTheImageChangesItsKey() throws IOException {
    CacheKey before = read(SOUND).key();
    assertThat(read("# a comment\n" + SOUND).key()).isEqualTo(before);
    assertThat(read(SOUND.replace("g++", "gcc")).key()).isNotEqualTo(before);
    Files.writeString(folder.resolve("files/motd"), "hello");
    CacheKey withFile = read(SOUND).key();
    assertThat(withFile).isNotEqualTo(before);
    Files.writeString(folder.resolve("files/motd"), "hullo");
    assertThat(read(SOUND).key()).isNotEqualTo(withFile);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String bad = "suite: Trixie\nvariant: tiny\noverlay: ../x\npackages: [a b, ok-one, ok-one]\n";
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(folder.resolve(Recipe.FILE).toString())
        .hasMessageContaining("suite: ")
        .hasMessageContaining("variant: ")
        .hasMessageContaining("\"a b\" is no name of a package")
        .hasMessageContaining("ok-one is there twice")
        .hasMessageContaining("overlay: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "suite: [", "packages: 3", "suite: trixie\npackage: [x]", "just text"})
  void whatIsNoRecipeIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no valid recipe");
  }

  @Test
  void theCheckoutsRecipesAreSound() throws IOException {
    Path images = Path.of("../../images").toAbsolutePath().normalize();
    assertThat(images.resolve("guest").resolve(Recipe.FILE)).exists();
    for (Path image : Folders.children(images)) {
      if (Files.exists(image.resolve(Recipe.FILE))) {
        assertThat(Recipe.read(image).packages()).as(image.toString()).isNotEmpty();
      }
    }
  }
}
