// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.kselftest.ScriptLog.Section;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptLogTest {
  private static Section only(String output) {
    List<Section> sections = ScriptLog.parse(output).sections();
    assertThat(sections).hasSize(1);
    return sections.get(0);
  }

  @Test
  void eachTitleBeginsASectionThatIsNotOver() {
    List<Section> sections =
        ScriptLog.parse(
                """
                Created /tmp/x
                001 no JOIN
                      join Rx                             [ OK ]

                002 single subflow
                      join Rx                             [FAIL] got 0
                """)
            .sections();

    assertThat(sections).extracting(Section::title).containsExactly("no JOIN", "single subflow");
    assertThat(sections).extracting(Section::over).containsOnly(false);
    assertThat(sections.get(0).lines())
        .containsExactly("001 no JOIN", "      join Rx                             [ OK ]");
    assertThat(sections.get(1).outcome()).map(Enum::name).contains("FAIL");
  }

  @Test
  void aLineForEachTestIsASectionThatIsOver() {
    List<Section> sections =
        ScriptLog.parse(
                """
                INFO: set up
                TEST: ping                                    [ OK ]
                TEST: ping again                              [FAIL]
                """)
            .sections();

    assertThat(sections).extracting(Section::title).containsExactly("ping", "ping again");
    assertThat(sections).extracting(Section::over).containsOnly(true);
    assertThat(sections.get(0).lines()).hasSize(2).startsWith("INFO: set up");
  }

  @ParameterizedTest
  @CsvSource({
    "[ OK ], PASS",
    "[XFAIL], PASS",
    "[SKIP], SKIP",
    "[IGNO], IGNORED",
    "[SKIP] [ OK ], PASS",
    "[ OK ] [IGNO], IGNORED",
    "[FAIL] [ OK ] [IGNO] [SKIP], FAIL"
  })
  void theWorstMarkDecides(String marks, String outcome) {
    assertThat(only("001 title\n  check  " + marks + "\n").outcome())
        .map(Enum::name)
        .contains(outcome);
  }

  @Test
  void withoutAMarkThereIsNoOutcome() {
    assertThat(only("001 title\n  check [DONE] FAIL\n").outcome()).isEmpty();
  }

  @Test
  void aFailureOfAGroupIsNoneOfItsLastSubtest() {
    assertThat(
            only("001 title  [ OK ]\n[FAIL] Tests with ns1-eSwrLr as a sender have failed\n")
                .outcome())
        .map(Enum::name)
        .contains("PASS");
  }

  @Test
  void theBlockOfResultsIsNoPartOfIt() {
    Section section = only("001 title [ OK ]\nTAP version 13\n002 later [FAIL]\n");

    assertThat(section.title()).isEqualTo("title");
    assertThat(section.outcome()).map(Enum::name).contains("PASS");
  }

  @Test
  void coloursAreTakenAway() {
    assertThat(only("\u001b[34m001 title\u001b[0m\n  x [\u001b[31mFAIL\u001b[0m]\n").lines())
        .containsExactly("001 title", "  x [FAIL]");
  }

  @Test
  void aFloodIsCutAfterTwoHundredLinesButItsNextTitleIsSeen() {
    List<Section> sections =
        ScriptLog.parse("001 flood\n" + "x\n".repeat(500) + "002 next\n").sections();

    assertThat(sections).extracting(Section::title).containsExactly("flood", "next");
    assertThat(sections.get(0).lines()).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "04 single subflow",
        "004 single subflow          01 no msk [ OK ]",
        "0004 single subflow   (duration    89ms) [ OK ]",
        "004 single subflow   [ OK ]"
      })
  void titlesAreNumbered(String line) {
    assertThat(ScriptLog.title(line)).hasValueSatisfying(t -> assertThat(t).startsWith("single"));
    assertThat(ScriptLog.title(line).orElseThrow()).doesNotContain("duration", "[");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4 packets", "12345 packets", " 004 indented", "004", "x 004 y"})
  void otherLinesAreNoTitles(String line) {
    assertThat(ScriptLog.title(line)).isEqualTo(Optional.empty());
  }

  @Test
  void onlyTheMarkTellsOfAFailure() {
    assertThat(ScriptLog.tellsOfFailure("join [FAIL] got 0")).isTrue();
    assertThat(ScriptLog.tellsOfFailure("FAIL: join [XFAIL]")).isFalse();
  }
}
