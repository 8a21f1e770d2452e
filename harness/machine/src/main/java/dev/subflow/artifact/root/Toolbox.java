// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A Debian with compilers and build tools, made from {@code images/toolbox} when first needed, in
 * which commands run: what they build does not depend on what this machine has.
 *
 * <p>It is never written to, so any number of commands may run in it at once. Thread-safe.
 */
public final class Toolbox {
  static final String NAME = "toolbox";

  private static final String FILTER = "filter";
  private static final String DEVICES = "dev";

  private final Cache cache;
  private final Path recipe;
  private final DebianMirror mirrors;
  private final Consumer<String> progress;

  public Toolbox(Cache cache, Path images, DebianMirror mirrors, Consumer<String> progress) {
    this.cache = cache;
    this.recipe = images.resolve(NAME);
    this.mirrors = mirrors;
    this.progress = progress;
  }

  /** A command yet to be run in it; it sees nothing of this machine until told what. */
  public ToolboxCommand command(String... argv) {
    return ToolboxCommand.of(this, List.of(argv));
  }

  /** Names the toolbox by its recipe: part of the key of whatever is built in it. */
  public CacheKey key() {
    try {
      return new CacheKey(NAME, Recipe.read(recipe).key().inputs());
    } catch (IOException e) {
      throw new InfrastructureException("Can't read " + recipe + ": " + e.getMessage(), e);
    }
  }

  /** The folder of the entry, built if it isn't there. */
  private Path folder() {
    return cache.get(
        key(),
        folder -> {
          Recipe what = Recipe.read(recipe);
          progress.accept("building the toolbox from Debian " + what.suite() + ", once");
          new RootImageBuilder(what, mirrors.address(), cache.logFile(NAME)).buildTree(folder);
        });
  }

  /** Whether the cache has it. */
  public boolean isThere() {
    return cache.find(key()).isPresent();
  }

  /** Builds it if it isn't there. */
  public void prepare() {
    var unused = folder();
  }

  /** Builds it if it isn't there; the walls around commands in it. */
  Sandbox sandbox() {
    byte[] filter = Seccomp.filter();
    SortedMap<String, String> inputs =
        new TreeMap<>(Map.of("filter", HexFormat.of().formatHex(filter)));
    Path folder =
        cache.get(
            new CacheKey("sandbox", inputs),
            entry -> {
              Files.write(entry.resolve(FILTER), filter);
              Files.createDirectory(entry.resolve(DEVICES));
            });
    return new Sandbox(
        folder().resolve(RootImageBuilder.TREE), folder.resolve(FILTER), folder.resolve(DEVICES));
  }
}
