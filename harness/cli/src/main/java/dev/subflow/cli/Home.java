// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.image.Recipes;
import dev.subflow.failure.UsageException;
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
      if (Recipes.checkout(home).filter(home::equals).isPresent()) {
        return home;
      }
      throw new UsageException(
          "subflow.home is " + home + ", which has no images/guest; it must name a checkout");
    }
    return Recipes.checkout(Path.of(""))
        .orElseThrow(
            () ->
                new UsageException(
                    "no checkout of Subflow (a folder with images/guest) in or above "
                        + Path.of("").toAbsolutePath()
                        + "; start ./subflow, or name it with -Dsubflow.home"));
  }
}
