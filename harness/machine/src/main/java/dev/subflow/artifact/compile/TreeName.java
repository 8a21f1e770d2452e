// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of kernels that are built when asked for: {@code tree:DIR}, {@code tree:DIR@REV}, and with
 * more fragments than the usual ones, {@code tree:DIR@REV#debug,btf}.
 */
public final class TreeName {
  private static final String PREFIX = "tree:";

  private TreeName() {}

  public static boolean isOne(String kernel) {
    return kernel.startsWith(PREFIX);
  }

  /**
   * The name of a kernel, with its path seen from a folder instead of the working directory. Names
   * without a path, and paths from the root or of a home, stay.
   */
  public static String seenFrom(Path folder, String kernel) {
    String path = isOne(kernel) ? kernel.substring(PREFIX.length()) : kernel;
    if (path.isBlank() || path.startsWith("/") || path.equals("~") || path.startsWith("~/")) {
      return kernel;
    }
    Path seen = folder.resolve(path);
    if (isOne(kernel)) {
      return PREFIX + seen;
    }
    return Files.exists(seen) ? seen.normalize().toString() : kernel;
  }

  /** Request of such a name, with the default configuration and what is named on top. */
  public static BuildRequest parse(String kernel) {
    String rest = kernel.substring(PREFIX.length());
    List<String> fragments = new ArrayList<>(BuildRequest.DEFAULT_FRAGMENTS);
    int hash = rest.lastIndexOf('#');
    if (hash >= 0) {
      for (String fragment : rest.substring(hash + 1).split(",", -1)) {
        if (!fragments.contains(fragment)) {
          fragments.add(fragment);
        }
      }
      rest = rest.substring(0, hash);
    }
    return new BuildRequest(source(kernel, rest), List.of(), fragments, List.of());
  }

  private static BuildRequest.Source source(String kernel, String rest) {
    int at = rest.lastIndexOf('@');
    // A folder may have an @ in its name; a revision too, as in master@{yesterday}.
    while (at > 0 && !Files.isDirectory(home(rest.substring(0, at)))) {
      int earlier = rest.lastIndexOf('@', at - 1);
      if (earlier < 0) {
        break;
      }
      at = earlier;
    }
    if (at < 0 || Files.isDirectory(home(rest))) {
      if (rest.isBlank()) {
        throw new UsageException(
            "Kernel \"" + kernel + "\" names no tree: expected tree:DIR or tree:DIR@REV.");
      }
      return new BuildRequest.Tree(home(rest));
    }
    if (at == 0 || at == rest.length() - 1) {
      throw new UsageException(
          "Kernel \"" + kernel + "\" is not complete: expected tree:DIR or tree:DIR@REV.");
    }
    return new BuildRequest.Revision(home(rest.substring(0, at)), rest.substring(at + 1));
  }

  /** A shell does not expand a tilde after a colon. */
  private static Path home(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? Path.of(System.getProperty("user.home", "/root") + path.substring(1))
        : Path.of(path);
  }
}
