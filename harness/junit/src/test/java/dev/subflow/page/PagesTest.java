// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the files; what a browser makes of them is {@link PagesInBrowserTest}'s. */
final class PagesTest {
  @TempDir private Path folder;

  @Test
  void hostileTextStaysText() throws IOException {
    PagesFixture.hostile(folder);

    String test = Files.readString(folder.resolve("Class.hostile/index.html"));
    String run = Files.readString(folder.resolve("index.html"));

    for (String page : new String[] {test, run}) {
      assertThat(page)
          .doesNotContain("<img", "<script>alert", "\u001b", "\u202e")
          .contains("&lt;script&gt;alert(1)");
    }
    assertThat(test.split("</script", -1)).hasSize(6);
  }

  @Test
  void aPageIsSmallWhateverGuestsPrint() throws IOException {
    PagesFixture.hostile(folder);

    assertThat(Files.size(folder.resolve("Class.hostile/index.html"))).isLessThan(100_000);
    assertThat(Files.size(folder.resolve("index.html"))).isLessThan(20_000);
  }

  @Test
  void worstComesFirstAndPagesThatAreThereAreLinked() throws IOException {
    PagesFixture.real(folder);

    String run = Files.readString(folder.resolve("index.html"));

    assertThat(run.indexOf(">Class.fails<")).isLessThan(run.indexOf(">Class.passes<"));
    assertThat(run)
        .contains("<a href=\"Class.fails/index.html\">Class.fails</a>")
        .contains("1 PASS")
        .contains("1 FAIL");
  }

  @Test
  void whatAPageNeedsIsBesideIt() throws IOException {
    PagesFixture.real(folder);

    String page = Files.readString(folder.resolve("Class.fails/index.html"));

    for (String asset : new String[] {"subflow.css", "lanes.js", "charts.js", "test.js"}) {
      assertThat(page).contains("\"../assets/" + asset + "\"");
      assertThat(folder.resolve("assets").resolve(asset)).isNotEmptyFile();
    }
    assertThat(page).doesNotContain("http://", "https://").contains("default-src 'none'");
    assertThat(folder.resolve("Class.fails/timeline.jsonl")).isNotEmptyFile();
  }

  @Test
  void aRunWithoutTestsHasAPage() throws IOException {
    RunDirectory directory = RunDirectory.at(folder);
    try (RunReport report = RunReport.open(directory)) {
      RunPage.write(folder, report.summary());
    }

    assertThat(folder.resolve("index.html")).content().contains("0 tests");
  }

  @Test
  void aPictureHasEachHostWireAndAddress() {
    TopologyDrawing drawing =
        TopologyDrawing.of(new TwoPaths().topology(), Map.of("client", "6.12"));

    assertThat(drawing.hosts())
        .extracting(TopologyDrawing.Host::name)
        .containsExactly("client", "server");
    assertThat(drawing.wires())
        .extracting(TopologyDrawing.Bar::name)
        .containsExactly("path1", "path2");
    assertThat(drawing.hosts().get(0).lines())
        .extracting(TopologyDrawing.Line::address)
        .contains("10.0.1.1/24");
    assertThat(drawing.hosts().get(0).kernel()).isEqualTo("6.12");
    drawing.wires().forEach(bar -> assertThat(bar.y()).isLessThan(drawing.height()));
  }
}
