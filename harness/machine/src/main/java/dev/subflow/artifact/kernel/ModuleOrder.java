// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.Enclosure;
import dev.subflow.cache.RelativePath;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code modules.order} of a build folder. */
public final class ModuleOrder {
  static final Path FILE = Path.of("modules.order");

  private ModuleOrder() {}

  /**
   * The modules that it names, by their paths in the build folder, whether they are there or not;
   * none without the file.
   *
   * @throws UsageException when a line names anything else
   */
  public static List<Path> read(Path build) throws IOException {
    String text = Enclosure.of(build).text(FILE).orElse("");
    List<Path> modules = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      // samples: kernel/fs/erofs/erofs.ko (old), fs/erofs/erofs.o (new)
      String path = line.strip().replaceFirst("^kernel/", "").replaceFirst("\\.o$", ".ko");
      if (!path.isEmpty()) {
        String where = build.resolve(FILE) + ":" + number + ": the module";
        modules.add(module(RelativePath.path(path, where), where));
      }
    }
    return modules;
  }

  private static Path module(String path, String where) {
    if (!path.endsWith(".ko")) {
      throw new UsageException(
          where + " is \"" + path + "\"; a path that ends in .o or .ko is expected.");
    }
    return Path.of(path);
  }
}
