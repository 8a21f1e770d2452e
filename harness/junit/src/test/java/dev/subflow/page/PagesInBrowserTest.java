// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages as Chromium shows them from files; screenshots are kept in {@code target/pages}. */
@Timeout(300)
final class PagesInBrowserTest {
  private static final Path SHOTS = Path.of("target/pages");

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open();
    PagesFixture.real(folder.resolve("real"));
    PagesFixture.hostile(folder.resolve("hostile"));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Page test(String page, int width, boolean dark) {
    Page opened = browser.page(folder.resolve(page).resolve("index.html"), width, dark);
    opened.waitForSelector("html[data-ready]");
    return opened;
  }

  private static int count(Page page, String selector) {
    return page.locator(selector).count();
  }

  @Test
  void aTestHasItsLanesChartsAndReason() {
    Page page = test("real/Class.fails", 1440, false);

    assertThat(page.locator("#lanes g").allTextContents())
        .containsExactly(
            "test", "client", "ens2 · lan", "ens3 · lan", "server", "ens2 · lan", "ens3 · lan");
    assertThat(count(page, "#lanes .mark.segment")).isGreaterThan(10);
    assertThat(count(page, "#lanes .mark.fault")).isEqualTo(1);
    assertThat(count(page, "#lanes .mark.failure")).isEqualTo(1);
    assertThat(page.locator("#charts h4").allTextContents())
        .anyMatch(title -> title.endsWith("place in the data over time"))
        .anyMatch(title -> title.endsWith("rate of each subflow"))
        .anyMatch(title -> title.endsWith("sent and not acknowledged"));
    assertThat(count(page, "#charts canvas")).isEqualTo(count(page, "#charts h4"));
    assertThat(page.locator(".u-legend").first().textContent()).contains("ens2 > ");
    assertThat(page.locator(".reason pre").textContent()).contains("alert(1)");
    assertThat(page.locator("#detail").textContent()).contains("expected 3 subflows but found 2");
    quiet();
  }

  @Test
  void whatIsClickedIsExplainedAndTimesZoomTogether() {
    Page page = test("real/Class.passes", 1440, false);

    page.locator("#lanes .mark.command").first().click();
    assertThat(page.locator("#detail").textContent())
        .contains("ip mptcp endpoint show")
        .contains("192.168.53.38 id 1 subflow dev ens3");
    String before = page.locator("#lanes .tick").allTextContents().toString();
    page.locator("#zoom-in").click();
    String zoomed = page.locator("#lanes .tick").allTextContents().toString();
    page.locator("#zoom-all").click();

    assertThat(zoomed).isNotEqualTo(before);
    assertThat(page.locator("#lanes .tick").allTextContents()).hasToString(before);
    quiet();
  }

  @Test
  void theKeyboardIsEnough() {
    Page page = test("real/Class.passes", 1440, false);

    page.locator("#lanes").focus();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    String second = page.locator("tr.chosen").getAttribute("id");
    page.keyboard().press("ArrowLeft");

    assertThat(second).isEqualTo("m1");
    assertThat(page.locator("tr.chosen").getAttribute("id")).isEqualTo("m0");
    quiet();
  }

  @Test
  void momentsAndTestsCanBeFiltered() {
    Page moments = test("real/Class.passes", 1440, false);
    moments.locator("#filter").fill("mp_join syn");
    assertThat(count(moments, "#moments tbody tr:visible")).isPositive().isLessThan(10);

    Page run = browser.page(folder.resolve("real/index.html"), 1440, false);
    assertThat(count(run, "#tests tbody tr:visible")).isEqualTo(2);
    run.locator("#verdicts input[value=PASS]").uncheck();
    assertThat(run.locator("#tests tbody tr:visible").textContent()).contains("Class.fails");
    run.locator("#tests a").first().click();
    run.waitForSelector("html[data-ready]");
    assertThat(run.title()).isEqualTo("FAIL Class.fails");
    quiet();
  }

  @Test
  void hostileTextIsShownAndNotObeyed() {
    Page page = test("hostile/Class.hostile", 1440, false);

    assertThat(page.locator(".reason pre").textContent()).contains("</script><img src=x");
    assertThat(count(page, "img")).isZero();
    assertThat(count(page, "#lanes .mark")).isEqualTo(3);
    Page run = browser.page(folder.resolve("hostile/index.html"), 1440, false);
    assertThat(count(run, "img")).isZero();
    quiet();
  }

  @Test
  void itFitsAPhoneAndTheNight() {
    for (String name :
        new String[] {
          "real/Class.fails", "real/Class.passes", "hostile/Class.hostile", "real", "hostile"
        }) {
      for (int width : new int[] {1440, 390}) {
        for (boolean dark : new boolean[] {false, true}) {
          Page page = browser.page(folder.resolve(name).resolve("index.html"), width, dark);
          Object overflow =
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth");
          assertThat(overflow).as(name + " at " + width).isEqualTo(0);
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(true)
                  .setPath(
                      SHOTS.resolve(
                          name.replace('/', '-') + "-" + width + (dark ? "-dark" : "") + ".png")));
          page.close();
        }
      }
    }
    quiet();
  }

  /** Nothing was complained about, and nothing beside the files of the run was asked for. */
  private static void quiet() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(folder.toUri().toString()));
  }
}
