// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SequenceNumbersTest {
  private static List<String> decimal(String... lines) {
    return SequenceNumbers.inDecimal(
            List.of(lines).stream().map(FieldScanner::scan).toList(), SequenceNumbers.OF_SOCKETS)
        .stream()
        .map(fields -> String.join(" ", fields.all().stream().map(Field::toString).toList()))
        .toList();
  }

  @Test
  void aLetterInOneNumberSettlesItForAll() {
    assertThat(decimal("write_seq:10 snd_una:20", "rcv_nxt:ff token:10"))
        .containsExactly("write_seq:16 snd_una:32", "rcv_nxt:255 token:10");
  }

  @Test
  void withoutALetterTheyAreDecimal() {
    assertThat(decimal("write_seq:10", "rcv_nxt:18446744073709551615"))
        .containsExactly("write_seq:10", "rcv_nxt:18446744073709551615");
  }

  @Test
  void lettersOfOtherFieldsSettleNothing() {
    assertThat(decimal("write_seq:10 token:ff seq:ff"))
        .containsExactly("write_seq:10 token:ff seq:ff");
  }

  @Test
  void hexadecimalNumbersAreUnsignedAndOthersStay() {
    assertThat(decimal("write_seq:ffffffffffffffff", "rcv_nxt:12345678901234567", "snd_una:x"))
        .containsExactly(
            "write_seq:18446744073709551615", "rcv_nxt:12345678901234567", "snd_una:x");
  }
}
