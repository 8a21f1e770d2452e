// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TitlesTest {
  private static final List<String> NAMES =
      List.of("loopback v4: ns1 TCP -> ns1 (10.0.1.1:10002) MPTCP", "single subflow", "single");

  private static Titles titles(String log, List<String> names) {
    return new Titles(ScriptLog.parse(log).sections(), names);
  }

  @Test
  void theSameNameWinsOverALongerOne() {
    assertThat(titles("", NAMES).named("single")).isEqualTo("single");
  }

  @Test
  void aNameMayBeLongerInFrontWhateverTheBlanks() {
    assertThat(titles("", NAMES).named("ns1 tcp -> ns1 (10.0.1.1:10002 ) MPTCP"))
        .isEqualTo(NAMES.get(0));
  }

  @Test
  void ofWhatStandsBehindATitleTheLongestNameIsTaken() {
    assertThat(titles("", NAMES).named("single subflow 01 no msk")).isEqualTo("single subflow");
  }

  @Test
  void aTitleOfTwoNamesIsLeftAsItIs() {
    List<String> twice = List.of("v4: ping", "v6: ping");

    assertThat(titles("", twice).named("ping")).isEqualTo("ping");
    assertThat(titles("", List.of()).named("ping")).isEqualTo("ping");
  }

  @Test
  void whatWasSaidIsFoundByNameBeforeByPlace() {
    String log = "001 b [ OK ]\n002 a [FAIL]\n";

    assertThat(titles(log, List.of("a", "b")).said(0, "a")).containsExactly("002 a [FAIL]");
  }

  @Test
  void wordingThatFitsNothingIsFoundByItsPlaceOnlyIfTheNumbersAgree() {
    String log = "001 first [ OK ]\n002 second [FAIL]\n";

    assertThat(titles(log, List.of("x", "y")).said(1, "y")).containsExactly("002 second [FAIL]");
    assertThat(titles(log, List.of("x", "y", "z")).said(1, "y")).isEmpty();
  }
}
