// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes, the parser neither fails nor makes results up. */
final class AnyOutputPropertyTest {
  private static final List<String> PIECES =
      List.of(
          "TAP version 13",
          "KTAP version 1",
          "1..3",
          "1..0 # SKIP",
          "ok 1 - a",
          "not ok 2 b # time=3ms",
          "ok 3 # SKIP",
          "# ",
          "# # ",
          "    ",
          "# Subtest: x",
          "Bail out!",
          "[    1.5] ",
          "\u001b[32m",
          "ok",
          "\n",
          "\r\n",
          "#",
          " ");

  @Provide
  Arbitrary<String> output() {
    return Arbitraries.oneOf(
            Arbitraries.of(PIECES), Arbitraries.of(PIECES).map(piece -> piece + "\n"))
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Property
  void resultsComeFromLinesThatSayOk(@ForAll("output") String output) {
    KtapReport report = KtapReport.parse(output);
    long said = output.lines().filter(line -> line.contains("ok")).count();
    long ofLines =
        report.leaves().filter(p -> p.outcome() != Outcome.ERROR || !p.name().isEmpty()).count();
    assertThat(ofLines).isLessThanOrEqualTo(said);
    if (report.isSound() && report.planned().isPresent()) {
      assertThat(report.points()).hasSize(report.planned().getAsInt());
    }
  }

  @Property
  void anyTextAtAll(@ForAll String output) {
    assertThat(KtapReport.parse(output)).isNotNull();
  }
}
