// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Root images by the names of their recipes. */
public final class RootImages {
  private final Cache cache;
  private final Path images;
  private final DebianMirror mirrors;
  private final Consumer<String> progress;

  public RootImages(Cache cache, Path images, DebianMirror mirrors, Consumer<String> progress) {
    this.cache = cache;
    this.images = images;
    this.mirrors = mirrors;
    this.progress = progress;
  }

  /** Names of the recipes that guests boot from: folders that hold a {@value Recipe#FILE}. */
  public List<String> names() {
    try {
      return Folders.children(images).stream()
          .filter(folder -> Files.isRegularFile(folder.resolve(Recipe.FILE)))
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> !name.equals(Toolbox.NAME))
          .toList();
    } catch (IOException e) {
      throw new UsageException("Can't list the recipes in " + images + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses the name of an image that there is no recipe of.
   *
   * @throws UsageException that says which there are
   */
  public void require(String name) {
    List<String> names = names();
    if (!names.contains(name)) {
      throw new UsageException(
          "Unknown image \"" + name + "\". There is: " + String.join(", ", names) + ".");
    }
  }

  /** Whether the cache has the image of a recipe. */
  public boolean has(String name) {
    require(name);
    try {
      return cache.find(key(name, Recipe.read(images.resolve(name)))).isPresent();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static CacheKey key(String name, Recipe recipe) throws IOException {
    return recipe.key().with("name", name);
  }

  private static UsageException unreadable(String name, IOException e) {
    return new UsageException("Recipe " + name + " can't be read: " + e.getMessage(), e);
  }

  /** The image of a recipe, built if an input changed; newer packages alone are no reason. */
  public RootImage get(String name) {
    require(name);
    Recipe recipe = Recipe.read(images.resolve(name));
    try {
      Path folder =
          cache.get(
              key(name, recipe),
              entry -> {
                progress.accept("building root image " + name + " from Debian " + recipe.suite());
                new RootImageBuilder(recipe, mirrors.address(), cache.logFile("root-" + name))
                    .build(entry);
              });
      return new RootImage(
          name,
          folder.resolve(RootImageBuilder.IMAGE),
          folder.resolve(RootImageBuilder.PACKAGES),
          recipe.init(),
          recipe.ready());
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }
}
