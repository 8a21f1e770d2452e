// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Section}: what the RFC's table of contents says. */
final class SectionTest {
  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleIsOfOne(Rule rule) {
    assertThat(Section.of(rule.section())).isPresent();
  }

  @Test
  void numbersAreInOrderAndOnceEach() {
    assertThat(Section.ALL).extracting(Section::number).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSectionThatRegistersNumbersIsNone() {
    assertThat(Section.of("7.2")).isEmpty();
  }
}
