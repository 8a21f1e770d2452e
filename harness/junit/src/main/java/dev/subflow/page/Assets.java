// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import dev.subflow.cache.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scripts and styles that the pages of a run share, in its folder {@code assets}. */
final class Assets {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private static final List<String> FILES =
      List.of(
          "subflow.css",
          "run.js",
          "test.js",
          "lanes.js",
          "charts.js",
          UPLOT + "uPlot.iife.min.js",
          UPLOT + "uPlot.min.css");

  private Assets() {}

  /** Puts those there that are not; several may do it at once. */
  static void into(Path run) throws IOException {
    Path folder = Files.createDirectories(run.resolve("assets"));
    for (String file : FILES) {
      Path asset = folder.resolve(file.substring(file.lastIndexOf('/') + 1));
      if (!Files.exists(asset)) {
        WholeFile.write(asset, new String(Template.bytes(file), StandardCharsets.UTF_8));
      }
    }
  }
}
