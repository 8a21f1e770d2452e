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
      Recipe recipe = recipe(folder, suite);
      return cache
          .get(
              key(recipe),
              entry -> {
                progress.accept("building a Debian " + recipe.suite() + " for images/" + folder);
                Path log = cache.logFile("tree-" + folder.replace('/', '-'));
                new RootImageBuilder(recipe, mirrors.address(), log).buildTree(entry);
              })
          .resolve(RootImageBuilder.TREE);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Whether the cache has that tree. */
  public boolean has(String folder, Optional<String> suite) {
    try {
      return cache.find(key(recipe(folder, suite))).isPresent();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private Recipe recipe(String folder, Optional<String> suite) {
    Recipe written = Recipe.read(images.resolve(folder));
    return suite.map(written::of).orElse(written);
  }

  private static CacheKey key(Recipe recipe) throws IOException {
    return new CacheKey("tree", recipe.key().inputs());
  }

  private static InfrastructureException unreadable(String folder, IOException e) {
    return new InfrastructureException("Can't read images/" + folder + ": " + e.getMessage(), e);
  }
}
