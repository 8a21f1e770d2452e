// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The distribution's Chromium, and what it complained about. */
final class Browser implements AutoCloseable {
  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Browser(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox")));
  }

  /** Skips the test where there is none; fails it where one is required. */
  static Browser open() {
    Optional<Path> program =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name ->
                    Stream.of(System.getenv("PATH").split(":", -1)).map(dir -> Path.of(dir, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty() && System.getProperty("subflow.require", "").contains("chromium")) {
      fail("chromium is required by -Dsubflow.require and is not on the PATH");
    }
    assumeTrue(program.isPresent(), "chromium is not on the PATH; install the package chromium");
    return new Browser(program.orElseThrow());
  }

  /** Opens a file, as a reader would. */
  Page page(Path file, int width, boolean dark) {
    Page page =
        chromium.newPage(
            new com.microsoft.playwright.Browser.NewPageOptions()
                .setViewportSize(width, 900)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(file.toUri().toString());
    return page;
  }

  /** Messages on the console, errors and dialogs so far. */
  List<String> complaints() {
    return complaints;
  }

  /** What was asked for so far. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
