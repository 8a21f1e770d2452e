// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** An unpacked Debian out of a recipe, for whatever is neither a guest nor the toolbox. */
public final class DebianTree {
  private final Cache cache;
  private final Path images;
  private final DebianMirror mirrors;
  private final Consumer<String> progress;

  public DebianTree(Cache cache, Path images, DebianMirror mirrors, Consumer<String> progress) {
    this.cache = cache;
    this.images = images;
    this.mirrors = mirrors;
    this.progress = progress;
  }

  /**
   * The folder of the tree, built if it isn't there; its files belong to this user.
   *
   * @param suite of Debian, where it is another than the recipe's
   */
  public Path get(String folder, Optional<String> suite) {
    try {
      Recipe written = Recipe.read(images.resolve(folder));
      Recipe recipe = suite.map(written::of).orElse(written);
      return cache
          .get(
              new CacheKey("tree", recipe.key().inputs()),
              entry -> {
                progress.accept("building a Debian " + recipe.suite() + " for images/" + folder);
                Path log = cache.logFile("tree-" + folder.replace('/', '-'));
                new RootImageBuilder(recipe, mirrors.address(), log).buildTree(entry);
              })
          .resolve(RootImageBuilder.TREE);
    } catch (IOException e) {
      throw new InfrastructureException("Can't read images/" + folder + ": " + e.getMessage(), e);
    }
  }
}
