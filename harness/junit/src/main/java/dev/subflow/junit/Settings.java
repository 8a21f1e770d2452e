// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.artifact.compile.TreeName;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.KernelPairing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Settings of the run, from JUnit's configuration parameters, which include system properties. */
public final class Settings {
  private final Function<String, Optional<String>> parameters;

  public Settings(ExtensionContext context) {
    this(context::getConfigurationParameter);
  }

  Settings(Function<String, Optional<String>> parameters) {
    this.parameters = name -> parameters.apply(name).filter(v -> !v.isBlank());
  }

  Path home() {
    return parameters
        .apply("subflow.home")
        .map(Path::of)
        .orElseGet(Settings::checkout)
        .toAbsolutePath()
        .normalize();
  }

  /**
   * The nearest folder above the working directory that holds the image recipes: an IDE starts
   * tests in a module.
   */
  private static Path checkout() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("images/guest"))) {
        return folder;
      }
    }
    return Path.of("");
  }

  LabSettings lab() {
    return new LabSettings(
        home(),
        LabSettings.defaultCache(),
        kernel(parameters.apply("subflow.kernel").orElse(LabSettings.DEFAULT_KERNEL)),
        parameters.apply("subflow.image").orElse(LabSettings.DEFAULT_IMAGE),
        parameters.apply("subflow.accel").flatMap(LabSettings::accelerator),
        parameters.apply("subflow.templates").map(Boolean::parseBoolean).orElse(true));
  }

  /**
   * A kernel by its name or path. Maven starts tests in the folder of their module; it names with
   * {@code subflow.paths} the one that its own paths are seen from.
   */
  private String kernel(String name) {
    return parameters
        .apply("subflow.paths")
        .map(folder -> TreeName.seenFrom(Path.of(folder), name))
        .orElse(name);
  }

  Optional<Path> out() {
    return parameters.apply("subflow.out").map(Path::of);
  }

  /** The kernel tree to run in a container. */
  public Optional<Path> tree() {
    return parameters.apply("subflow.tree").map(Path::of);
  }

  /** The image to run it in, where it is not upstream's. */
  public Optional<String> virtmeImage() {
    return parameters.apply("subflow.virtme.image");
  }

  /** Whether the user says that KVM works here. */
  public boolean wantsKvm() {
    return parameters.apply("subflow.accel").filter("kvm"::equalsIgnoreCase).isPresent();
  }

  /** Whether to fetch what kernels with coverage counted. */
  boolean coverage() {
    return parameters.apply("subflow.coverage").map(Boolean::parseBoolean).orElse(false);
  }

  boolean keep() {
    return parameters.apply("subflow.keep").map(Boolean::parseBoolean).orElse(false);
  }

  /** Kernels of some hosts, such as {@code client=debian:stable,server=debian:backports}. */
  Optional<KernelPairing> pairing() {
    return parameters
        .apply("subflow.kernels")
        .map(
            text ->
                KernelPairing.parse(text)
                    .map(this::paired)
                    .orElseThrow(
                        () ->
                            new UsageException(
                                "subflow.kernels is \""
                                    + text
                                    + "\"; it wants host=kernel, with commas between several")));
  }

  private KernelPairing paired(KernelPairing pairing) {
    Map<String, String> kernels = new LinkedHashMap<>();
    pairing.kernels().forEach((host, name) -> kernels.put(host, kernel(name)));
    return new KernelPairing(kernels);
  }

  /** Which of many runs of the same test this is, from 1. */
  Optional<Integer> repetition() {
    return number("subflow.repetition").map(Math::toIntExact);
  }

  Optional<Seed> seed() {
    return number("subflow.seed").map(Seed::new);
  }

  /** MiB that the guests alive at once may have. */
  Optional<Long> memoryMib() {
    return number("subflow.memory");
  }

  /** Whether evidence of passes is kept in runs that repeat tests. */
  boolean keepsAllEvidence() {
    return parameters.apply("subflow.evidence").map("all"::equals).orElse(false);
  }

  /** Selftests to run instead of those that test factories name, as the user wrote them. */
  public Optional<String> selftests() {
    return parameters.apply("subflow.selftests");
  }

  private Optional<Long> number(String name) {
    return parameters
        .apply(name)
        .map(
            text -> {
              try {
                return Long.valueOf(text.strip());
              } catch (NumberFormatException e) {
                throw new UsageException(name + " is \"" + text + "\", which is no number", e);
              }
            });
  }

  /** Requirements whose absence is a failure instead of a skip. */
  public Set<String> required() {
    return Set.of(parameters.apply("subflow.require").orElse("").split(",", -1));
  }
}
