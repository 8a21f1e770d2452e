// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.Enclosure;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of somebody's, and what it is to a kernel: its sources, a build of it, both (of a tree
 * that was built in place), or nothing.
 */
public record KernelFolder(Path path) {
  /** Where a build has its image. */
  public static final Path IMAGE = Path.of("arch/x86/boot/bzImage");

  /** Where a build has its configuration. */
  public static final Path CONFIG = Path.of(".config");

  private static final List<String> SOURCES = List.of("Makefile", "Kconfig", "net");

  // VERSION = 7, PATCHLEVEL = 1, SUBLEVEL = 0, EXTRAVERSION = -rc3, each on a line of its own
  private static final Pattern VERSION = variable("VERSION");
  private static final Pattern PATCHLEVEL = variable("PATCHLEVEL");
  private static final Pattern SUBLEVEL = variable("SUBLEVEL");
  private static final Pattern EXTRAVERSION = variable("EXTRAVERSION");

  /** Advice on what to name instead of a folder that is refused. */
  public static final String EXPECTED =
      "Expected the top folder of a Linux kernel's sources, such as a clone of mptcp_net-next.";

  /**
   * The folder, absolute and without symbolic links.
   *
   * @throws UsageException when there is none
   */
  public static KernelFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "There is no kernel tree "
              + folder
              + ": "
              + (Files.exists(folder) ? "it is a file." : "no such folder."));
    }
    try {
      return new KernelFolder(folder.toRealPath());
    } catch (IOException e) {
      throw new UsageException(folder + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The build that a path means: itself, or the one that has it as its image. */
  public static Optional<KernelFolder> ofBuild(Path path) {
    if (!path.endsWith(IMAGE)) {
      return Optional.of(new KernelFolder(path)).filter(KernelFolder::isConfigured);
    }
    Path folder = path;
    for (int i = 0; i < IMAGE.getNameCount() && folder != null; i++) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder).map(KernelFolder::new).filter(KernelFolder::isConfigured);
  }

  /** Whether it has a configuration, so that make may have built something there. */
  public boolean isConfigured() {
    return Files.isRegularFile(path.resolve(CONFIG));
  }

  /** Whether make has left anything there. */
  public boolean isUsedByMake() {
    return isConfigured() || Files.exists(path.resolve("include/generated"));
  }

  /** Where the sources are: elsewhere, if it was built with {@code O=}. */
  public Path sources() throws IOException {
    Path link = path.resolve("source");
    return Files.isSymbolicLink(link) ? link.toRealPath() : path;
  }

  /** Names of files and folders that are not there, of those given. */
  public List<String> missing(List<String> names) {
    return names.stream().filter(name -> !Files.exists(path.resolve(name))).toList();
  }

  /**
   * Refuses what is no top folder of a kernel's sources.
   *
   * @param also files and folders that must be there too
   * @throws UsageException unless they are
   */
  public void requireSources(String... also) {
    List<String> missing = missing(Stream.concat(SOURCES.stream(), Stream.of(also)).toList());
    if (!missing.isEmpty()) {
      throw refusal("it has no " + String.join(", no ", missing));
    }
    try {
      requireVersion(makefile());
    } catch (IOException e) {
      throw new UsageException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  /** Refuses a Makefile, which may be that of a revision, that is no kernel's. */
  public void requireVersion(String makefile) {
    if (version(makefile).isEmpty()) {
      throw refusal("its Makefile names no VERSION");
    }
  }

  private UsageException refusal(String reason) {
    return new UsageException(path + " is no kernel tree: " + reason + ". " + EXPECTED);
  }

  /**
   * Refuses what is no build.
   *
   * @throws UsageException unless it has a configuration and an image
   */
  void requireBuild() {
    if (!isConfigured()) {
      throw new UsageException(
          "Kernel folder "
              + path
              + " has no .config: it is not a built kernel tree. Expected the folder in which"
              + " \"make\" put .config and "
              + IMAGE
              + " (the O= folder, if one was used).");
    }
    if (!Files.exists(path.resolve(IMAGE))) {
      throw new UsageException(
          "Kernel tree "
              + path
              + " is configured but not built: there is no "
              + IMAGE
              + ". Build it with \"make -j$(nproc)\".");
    }
  }

  /** The version of its sources, such as 7.1.0-rc3; empty when its Makefile is no kernel's. */
  public Optional<String> version() throws IOException {
    return Files.isDirectory(path) ? version(makefile()) : Optional.empty();
  }

  private String makefile() throws IOException {
    return Enclosure.of(path).text(Path.of("Makefile")).orElse("");
  }

  private static Optional<String> version(String makefile) {
    return value(VERSION, makefile)
        .filter(major -> major.matches("\\d+"))
        .map(
            major ->
                Stream.of(PATCHLEVEL, SUBLEVEL)
                        .flatMap(part -> value(part, makefile).stream())
                        .reduce(major, (whole, part) -> whole + "." + part)
                    + value(EXTRAVERSION, makefile).orElse(""));
  }

  private static Pattern variable(String name) {
    return Pattern.compile("(?m)^" + name + "[ \\t]*=[ \\t]*(\\S*)[ \\t]*$");
  }

  private static Optional<String> value(Pattern variable, String makefile) {
    Matcher matcher = variable.matcher(makefile);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
