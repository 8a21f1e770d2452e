// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the checkout of the project, which holds the image recipes. */
final class Home {
  private Home() {}

  /**
   * The folder that the launcher names with {@code -Dsubflow.home}, else the nearest one above the
   * working directory that is a checkout.
   *
   * @throws UsageException when there is none
   */
  static Path find() {
    String named = System.getProperty("subflow.home", "");
    if (!named.isBlank()) {
      Path home = Path.of(named).toAbsolutePath().normalize();
      if (isCheckout(home)) {
        return home;
      }
      throw new UsageException(
          "subflow.home is " + home + ", which has no images/guest; it must name a checkout");
    }
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (isCheckout(dir)) {
        return dir;
      }
    }
    throw new UsageException(
        "no checkout of Subflow (a folder with images/guest) in or above "
            + Path.of("").toAbsolutePath()
            + "; start ./subflow, or name it with -Dsubflow.home");
  }

  private static boolean isCheckout(Path folder) {
    return Files.isDirectory(folder.resolve("images/guest"));
  }
}
