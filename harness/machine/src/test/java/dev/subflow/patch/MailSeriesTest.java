// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MailSeriesTest {
  private static final String DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";

  private final List<String> notes = new ArrayList<>();

  /** Subjects of the patches among mails that all have a diff. */
  private List<String> patches(String... subjects) {
    return titles(Stream.of(subjects).map(s -> mail(s, DIFF)).toList());
  }

  private static Mail mail(String subject, String text) {
    return Mail.of(MailSubject.parse(subject), text);
  }

  private List<String> titles(List<Mail> mails) {
    return MailSeries.patches(mails, notes::add).stream().map(m -> m.subject().text()).toList();
  }

  @Test
  void patchesComeInTheOrderOfTheirNumbers() {
    assertThat(patches("[PATCH 3/3] c", "[PATCH 1/3] a", "[PATCH 2/3] b"))
        .containsExactly("[PATCH 1/3] a", "[PATCH 2/3] b", "[PATCH 3/3] c");
    assertThat(notes).isEmpty();
  }

  @Test
  void repliesCoverLettersAndCopiesAreLeftOutAndTold() {
    assertThat(
            patches(
                "[PATCH 0/2] cover",
                "[PATCH 1/2] a",
                "Re: [PATCH 1/2] a",
                "Re: [PATCH 2/2] b",
                "[PATCH 2/2] b",
                "[PATCH 2/2] b"))
        .containsExactly("[PATCH 1/2] a", "[PATCH 2/2] b");
    assertThat(notes)
        .containsExactly(
            "left out as replies: \"Re: [PATCH 1/2] a\" and 1 more",
            "left out as a cover letter: \"[PATCH 0/2] cover\"",
            "left out as a copy: \"[PATCH 2/2] b\"");
  }

  @Test
  void aMailWithoutADiffIsNoPatch() {
    assertThat(titles(List.of(mail("[PATCH 0/1] cover", "words\n"), mail("[PATCH 1/1] a", DIFF))))
        .containsExactly("[PATCH 1/1] a");
    assertThat(notes).isEmpty();
  }

  @Test
  void aNewerVersionThatIsWholeReplacesAllOfTheOlder() {
    assertThat(patches("[PATCH 1/2] a", "[PATCH 2/2] dropped", "[PATCH v2 1/1] a"))
        .containsExactly("[PATCH v2 1/1] a");
    assertThat(notes).containsExactly("left out as older versions: \"[PATCH 1/2] a\" and 1 more");
  }

  @Test
  void aSingleNewPatchReplacesItsOlderVersionOnly() {
    assertThat(patches("[PATCH 1/2] a", "[PATCH 2/2] b", "[PATCH v2 2/2] b"))
        .containsExactly("[PATCH 1/2] a", "[PATCH v2 2/2] b");
  }

  @Test
  void aResentSeriesCountsAsTheNewer() {
    assertThat(patches("[PATCH RESEND] a", "[PATCH] a")).containsExactly("[PATCH RESEND] a");
    assertThat(patches("[PATCH v2] a", "[PATCH RESEND] a")).containsExactly("[PATCH v2] a");
  }

  @Test
  void twoSeriesStayApartEachWhereItsFirstMailIs() {
    assertThat(
            patches(
                "[PATCH 2/2] b", "[PATCH 2/3] e", "[PATCH 1/2] a", "[PATCH 1/3] d", "[PATCH] x"))
        .containsExactly(
            "[PATCH 1/2] a", "[PATCH 2/2] b", "[PATCH 1/3] d", "[PATCH 2/3] e", "[PATCH] x");
  }

  @Test
  void theSameNumberTwiceKeepsTheOrderOfTheMails() {
    assertThat(patches("[PATCH 2/2] b", "[PATCH 1/2] a", "[PATCH 1/2] other"))
        .containsExactly("[PATCH 2/2] b", "[PATCH 1/2] a", "[PATCH 1/2] other");
  }
}
