// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
  @Test
  void numbersCountAsNumbers() {
    assertThat(sorted("a#10", "a#9", "a", "a#1", "a[2]", "a[10]", "a#09", "b"))
        .containsExactly("a", "a#1", "a#09", "a#9", "a#10", "a[2]", "a[10]", "b");
    assertThat(sorted("x99999999999999999999", "x100000000000000000000"))
        .containsExactly("x99999999999999999999", "x100000000000000000000");
  }

  @Property
  void itIsAnOrder(
      @ForAll("texts") String a, @ForAll("texts") String b, @ForAll("texts") String c) {
    int ab = NaturalOrder.OF_TEXT.compare(a, b);
    assertThat(Integer.signum(NaturalOrder.OF_TEXT.compare(b, a))).isEqualTo(-Integer.signum(ab));
    assertThat(ab == 0).isEqualTo(a.equals(b));
    if (ab < 0 && NaturalOrder.OF_TEXT.compare(b, c) < 0) {
      assertThat(NaturalOrder.OF_TEXT.compare(a, c)).isNegative();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab019").ofMaxLength(6);
  }

  private static List<String> sorted(String... texts) {
    return Stream.of(texts).sorted(NaturalOrder.OF_TEXT).toList();
  }
}
