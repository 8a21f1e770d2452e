// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recipe of a root image: {@code images/NAME/recipe.yaml}.
 *
 * @param suite suite of Debian, such as {@code trixie}
 * @param variant how much comes in beyond the packages: a variant of mmdebstrap
 * @param packages packages to install; what they need comes along, what they recommend does not
 * @param overlay folder of files to copy in, next to the recipe
 * @param init program that becomes PID 1, such as systemd; absent where the agent stays PID 1
 * @param ready shell script that ends with 0 when that program has started everything
 */
record Recipe(
    String suite,
    String variant,
    List<String> packages,
    Optional<Path> overlay,
    Optional<String> init,
    Optional<String> ready) {
  static final String FILE = "recipe.yaml";

  private static final Set<String> VARIANTS =
      Set.of("apt", "essential", "minbase", "buildd", "important", "standard");
  private static final YAMLMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  Recipe {
    packages = List.copyOf(packages);
  }

  /** The file as written: everything may be missing until it has been validated. */
  private record Draft(
      @JsonProperty("suite") @Nullable String suite,
      @JsonProperty("variant") @Nullable String variant,
      @JsonProperty("packages") @Nullable List<@Nullable String> packages,
      @JsonProperty("overlay") @Nullable String overlay,
      @JsonProperty("init") @Nullable String init,
      @JsonProperty("ready") @Nullable String ready) {}

  /** Reads a recipe; all that is wrong with it is told in one {@link UsageException}. */
  static Recipe read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return validate(file, YAML.readValue(Files.readString(file), Draft.class));
    } catch (JsonProcessingException e) {
      throw new UsageException(file + " is no valid recipe: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UsageException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static Recipe validate(Path file, @Nullable Draft draft) {
    List<String> problems = new ArrayList<>();
    String suite = draft == null || draft.suite() == null ? "" : draft.suite();
    if (!suite.matches("[a-z][a-z0-9-]*")) {
      problems.add("suite: expected a suite of Debian such as trixie, not \"" + suite + "\"");
    }
    String variant = draft == null || draft.variant() == null ? "minbase" : draft.variant();
    if (!VARIANTS.contains(variant)) {
      problems.add("variant: expected one of " + VARIANTS + ", not \"" + variant + "\"");
    }
    List<String> packages = packages(draft, problems);
    Optional<Path> overlay = overlay(file, draft, problems);
    Optional<String> init = Optional.ofNullable(draft == null ? null : draft.init());
    if (init.isPresent() && !init.get().matches("(/[A-Za-z0-9._-]+)+")) {
      problems.add("init: expected the path of a program in the image, not \"" + init.get() + "\"");
    }
    Optional<String> ready = Optional.ofNullable(draft == null ? null : draft.ready());
    if (init.isPresent() != ready.isPresent()) {
      problems.add("init and ready: expected both, or neither");
    }
    if (!problems.isEmpty()) {
      throw new UsageException(file + " is no valid recipe:\n  " + String.join("\n  ", problems));
    }
    return new Recipe(suite, variant, packages, overlay, init, ready);
  }

  private static List<String> packages(@Nullable Draft draft, List<String> problems) {
    List<String> packages = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (draft != null && draft.packages() != null) {
      for (@Nullable String name : draft.packages()) {
        if (name == null || !name.matches("[a-z0-9][a-z0-9+.-]+")) {
          problems.add("packages: \"" + name + "\" is no name of a package");
        } else if (!seen.add(name)) {
          problems.add("packages: " + name + " is there twice");
        } else {
          packages.add(name);
        }
      }
    }
    if (packages.isEmpty()) {
      problems.add("packages: expected a list of packages, there is none");
    }
    return packages;
  }

  private static Optional<Path> overlay(Path file, @Nullable Draft draft, List<String> problems) {
    if (draft == null || draft.overlay() == null) {
      return Optional.empty();
    }
    Path folder = file.resolveSibling(draft.overlay()).normalize();
    if (!draft.overlay().matches("[A-Za-z0-9._-]+") || !Files.isDirectory(folder)) {
      problems.add(
          "overlay: expected the name of a folder beside the recipe, not \""
              + draft.overlay()
              + "\"");
    }
    return Optional.of(folder);
  }

  /** The same of another suite. */
  Recipe of(String other) {
    return new Recipe(other, variant, packages, overlay, init, ready);
  }

  /** Everything that shapes the image except the packages' versions of the day. */
  CacheKey key() throws IOException {
    return CacheKey.of("root")
        .with("suite", suite)
        .with("variant", variant)
        .with("packages", String.join(" ", packages))
        .with("overlay", overlay.isPresent() ? Digests.ofTree(overlay.get()) : "none")
        .with("builder", RootImageBuilder.VERSION);
  }
}
