// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailSubjectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[PATCH] mptcp: a                 | mptcp: a   | -1 | -1 | 1 | false",
        "[PATCH net-next v2 03/12] a b    | a b        |  3 | 12 | 2 | false",
        "[net,v3,2/2] a: [b] c            | a: [b] c   |  2 |  2 | 3 | false",
        "[PATCHv4 RESEND 0/7] [mptcp] a   | a          |  0 |  7 | 4 | true",
        "[PATCH v6.12 1/2] a              | a          |  1 |  2 | 1 | false",
        "[PATCH ipv6 RFC] resend a v2     | resend a v2| -1 | -1 | 1 | false",
        "[PATCH                           | [PATCH     | -1 | -1 | 1 | false",
      })
  void tagsTell(String text, String title, int number, int total, int revision, boolean isResent) {
    MailSubject subject = MailSubject.parse(text);

    assertThat(subject.title()).isEqualTo(title);
    assertThat(subject.number()).isEqualTo(Optional.of(number).filter(n -> n >= 0));
    assertThat(subject.total()).isEqualTo(Optional.of(total).filter(n -> n >= 0));
    assertThat(subject.revision()).isEqualTo(revision);
    assertThat(subject.isResent()).isEqualTo(isResent);
    assertThat(subject.isReply()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Re: [PATCH] a",
        "RE: a",
        "re : a",
        "[MPTCP] Re: [PATCH] a",
        "AW: [PATCH] a",
        "SV: a",
        "Re[2]: a",
        "回复：[PATCH] a",
        "Re:"
      })
  void answersAreReplies(String text) {
    assertThat(MailSubject.parse(text).isReply()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[PATCH] re-inject: a", "Revert: a", "resend: a", "Fwd: [PATCH] a", "Re a"})
  void otherSubjectsAreNot(String text) {
    assertThat(MailSubject.parse(text).isReply()).isFalse();
  }

  @Test
  void aTitleIsOneLineThatEnds() {
    assertThat(MailSubject.parse(" [PATCH]\ta\r\n \u001b[1mb\u0085c ").title())
        .isEqualTo("a [1mb c");
    assertThat(MailSubject.parse("x".repeat(1_000_000)).title()).hasSizeLessThan(2000);
  }
}
