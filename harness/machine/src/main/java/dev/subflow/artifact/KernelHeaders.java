// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.debian.DebianHeaders;
import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.RelativePath;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Headers that modules of one kernel are built against.
 *
 * @param folder what {@code make -C} takes, inside the toolbox
 * @param shown what the toolbox must be shown for it
 */
record KernelHeaders(Path folder, List<ToolboxCommand.Shown> shown) {
  /**
   * Where a tree is seen whose path has blanks, which makefiles can't take: one that the cache has,
   * as no other can be built there. It leads to its sources by a relative link.
   */
  private static final Path WITHOUT_BLANKS = Path.of("/usr/src/entries/kernel-build/tree");

  private static final List<String> NEEDED =
      List.of("Makefile", "Module.symvers", "scripts/mod/modpost");

  KernelHeaders {
    shown = List.copyOf(shown);
  }

  static KernelHeaders ofDebian(String release, Path headers) {
    return new KernelHeaders(
        DebianHeaders.buildFolder(release),
        List.of(new ToolboxCommand.Shown(headers, DebianHeaders.INSIDE, false)));
  }

  /**
   * A built tree, named by itself or by its image.
   *
   * @throws UsageException when there is none, or modules can't be built against it
   */
  static KernelHeaders ofTree(String kernel, Path path) throws IOException {
    KernelFolder build =
        KernelFolder.ofBuild(path)
            .orElseThrow(
                () ->
                    new UsageException(
                        "There are no headers for kernel "
                            + kernel
                            + ", so no module can be built for it: name its build tree (with"
                            + " .config and "
                            + KernelFolder.IMAGE
                            + ") instead of an image."));
    Path tree = build.path();
    List<String> missing = build.missing(NEEDED);
    if (!missing.isEmpty()) {
      throw new UsageException(
          "No module can be built against kernel tree "
              + tree
              + ": it has no "
              + String.join(", no ", missing)
              + ". Build it whole, with CONFIG_MODULES=y.");
    }
    List<ToolboxCommand.Shown> shown = new ArrayList<>();
    Path inside = tree.toString().matches(".*\\s.*") ? WITHOUT_BLANKS : tree;
    shown.add(new ToolboxCommand.Shown(tree, inside, false));
    // Of a tree that was built with O= elsewhere than its sources.
    Path source = build.sources();
    if (!source.equals(tree)) {
      if (new KernelFolder(source).version().isEmpty()) {
        throw new UsageException(
            "The link "
                + tree.resolve("source")
                + " leads to "
                + RelativePath.shown(source.toString())
                + ", which is no kernel's source: nothing of it is shown to the build. Build the"
                + " kernel again where its source is.");
      }
      Path link = inside.resolve(Files.readSymbolicLink(tree.resolve("source"))).normalize();
      shown.add(new ToolboxCommand.Shown(source, inside.equals(tree) ? source : link, false));
    }
    return new KernelHeaders(inside, shown);
  }
}
