// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.debian.DebianHeaders;
import dev.subflow.artifact.kernel.LocalKernel;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What modules of one kernel are built against.
 *
 * @param folder what {@code make -C} takes, inside the toolbox
 * @param shown what the toolbox must be shown for it
 */
record KernelHeaders(Path folder, List<ToolboxCommand.Shown> shown) {
  private static final Path TREE_IMAGE = Path.of("arch/x86/boot/bzImage");

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
    Path tree = LocalKernel.tree(path);
    if (!Files.isRegularFile(tree.resolve(".config"))) {
      throw new UsageException(
          "There are no headers for kernel "
              + kernel
              + ", so no module can be built for it: name its build tree (with .config and "
              + TREE_IMAGE
              + ") instead of an image.");
    }
    List<String> missing = new ArrayList<>();
    for (String file : List.of("Makefile", "Module.symvers", "scripts/mod/modpost")) {
      if (!Files.exists(tree.resolve(file))) {
        missing.add(file);
      }
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          "No module can be built against kernel tree "
              + tree
              + ": it has no "
              + String.join(", no ", missing)
              + ". Build it whole, with CONFIG_MODULES=y.");
    }
    List<ToolboxCommand.Shown> shown = new ArrayList<>();
    shown.add(new ToolboxCommand.Shown(tree, tree, false));
    // Of a tree that was built with O= elsewhere than its sources.
    Path source = tree.resolve("source");
    if (Files.isSymbolicLink(source)) {
      shown.add(new ToolboxCommand.Shown(source.toRealPath(), source.toRealPath(), false));
    }
    return new KernelHeaders(tree, shown);
  }
}
