// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads mails as mail programs, archives and servers write them. */
final class MailCasesTest {
  static final Path CASES = Path.of("src/test/resources/cases");

  private static List<String> added(KernelPatch patch) {
    return patch.text().lines().filter(line -> line.startsWith("+int")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail-attachment/mixed-base64.eml         | +int b = 9;",
        "mail-attachment/signed.eml               | +int b = x == 1;",
        "mail-attachment/signed-base64.eml        | +int b = 11;",
        "mail-attachment/nested.eml               | +int b = 12;",
        "mail-attachment/alternative.eml          | +int b = 13;",
        "mail-attachment/attachment-alone.eml     | +int b = 14;",
        "mail-attachment/forwarded.eml            | +int b = x == 17;",
        "mail-attachment/with-image.eml           | +int b = 18;",
        "mail-header-without-space/base64.eml     | +int b = 7;",
        "mail-header-without-space/quoted-printable.eml | +int b = f(x == y);",
        "mail-charset/latin1.eml                  | +int b = 21; /* café */;",
        "mail-charset/latin1-undeclared.eml       | +int b = 22; /* café */;",
        "mail-charset/utf8-undeclared.eml         | '+int b = 23; /* café\u2028 */;'",
        "mail-charset/utf8-called-ascii.eml       | +int b = 24; /* café */;",
        "mail-charset/koi8-r.eml                  | +int b = 25; /* привет */;",
        "mail-charset/unknown.eml                 | +int b = 26; /* café */;",
        "mail-header/odd-fields.eml               | +int b = 71;",
        "mail-flowed/as-it-is.eml                 | +int b = 81; ;",
        "mail-flowed/stuffed.eml                  | +int b = 82;",
      })
  void aMailIsOnePatchNamedByItsFile(Path file, String line) {
    List<KernelPatch> patches = KernelPatch.read(CASES.resolve(file));

    assertThat(patches).hasSize(1);
    assertThat(patches.get(0).name()).isEqualTo(String.valueOf(file.getFileName()));
    assertThat(added(patches.get(0))).containsExactly(line);
    assertThat(patches.get(0).text())
        .contains("\n int a = 1;\n")
        .doesNotContain("PGP", "<p", "Signed-off-by", "PNG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail-header-without-space/series-as-it-came.mbox | 1/3 mptcp: step 1; 2/3 mptcp: step 2; 3/3 mptcp: step 3 | 10 20 30",
        "mail-reply-with-diff/thread.mbox | 1/2 mptcp: step 1; 2/2 mptcp: step 2 | 10 20",
        "mail-series/resend.mbox          | 1/2 mptcp: one; 2/2 mptcp: two | 33 34",
        "mail-series/versions.mbox        | 1/2 mptcp: first; 2/2 mptcp: Last | 45 46",
        "mail-series/replaced.mbox        | 1/2 mptcp: one; 2/2 mptcp: two | 69 68",
        "mail-series/format-patch.mbox    | 1/2 mptcp: a title so long that git folds it over two lines; 2/2 mptcp: two | 51 52",
        "mail-series/mboxrd.mbox          | 1/2 mptcp: quotes; 2/2 mptcp: no quotes | 53 54",
        "mail-series/crlf.mbox            | 1/2 mptcp: one; 2/2 mptcp: two | 55 56",
        "mail-series/two-series.mbox      | 1/6 mptcp: a; 2/6 mptcp: b; 3/6 mptcp: c; 4/6 mptcp: d; 5/6 mptcp: e; 6/6 mptcp: alone | 61 62 63 64 65 66",
        "mail-header/no-subject.mbox      | 1/2 no-subject.mbox; 2/2 ]0;hi two | 72 73",
        "mail-header/concatenated.mbox    | 1/2 concatenated.mbox; 2/2 mptcp: after a diff | 74 75",
      })
  void aSeriesIsInOrderAndNamedByItsSubjects(Path file, String names, String values) {
    List<KernelPatch> patches = KernelPatch.read(CASES.resolve(file));

    assertThat(patches).extracting(KernelPatch::name).containsExactly(names.split("; ", -1));
    assertThat(patches)
        .allSatisfy(patch -> assertThat(added(patch)).hasSize(1))
        .extracting(patch -> added(patch).get(0).replaceAll("\\D", ""))
        .containsExactly(values.split(" ", -1));
  }

  @Test
  void twoAttachmentsAreOnePatchAsForGit() {
    List<KernelPatch> patches =
        KernelPatch.read(CASES.resolve("mail-attachment/two-attachments.eml"));

    assertThat(patches).hasSize(1);
    assertThat(added(patches.get(0))).containsExactly("+int b = 15;", "+int b = 16;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail-reply-with-diff/thread.mbox | thread.mbox: left out as a reply: \"Re: [PATCH net 1/2] mptcp: step 1\"",
        "mail-series/resend.mbox | resend.mbox: left out as a reply: \"Re: [PATCH net 1/2] mptcp: one\"; resend.mbox: left out as older versions: \"[PATCH net 1/2] mptcp: one\" and 1 more",
        "mail-series/versions.mbox | versions.mbox: left out as a cover letter: \"[PATCHv2 0/2] mptcp: two\"; versions.mbox: left out as older versions: \"[PATCH 3/3] mptcp: last\" and 2 more",
        "mail-series/replaced.mbox | replaced.mbox: left out as a copy: \"[PATCH 2/2] mptcp: two\"; replaced.mbox: left out as an older version: \"[PATCH 1/2] mptcp: one\"",
      })
  void whatIsLeftOutIsSaid(Path file, String said) {
    List<String> notes = new ArrayList<>();

    KernelPatch.read(CASES.resolve(file), notes::add);

    assertThat(notes).containsExactly(said.split("; ", -1));
  }

  @Test
  void aCoverLetterWithoutADiffNeedsNoWord() {
    List<String> notes = new ArrayList<>();

    KernelPatch.read(CASES.resolve("mail-series/format-patch.mbox"), notes::add);

    assertThat(notes).isEmpty();
  }

  @Test
  void aReplyAloneIsRefusedByItsName() {
    Path reply = CASES.resolve("mail-reply-with-diff/alone.eml");

    assertThatThrownBy(() -> KernelPatch.read(reply))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            "There is no patch in ",
            "left out as a reply: \"[MPTCP] AW: [PATCH net 1/2] mptcp: step 1\"",
            "in a file of its own");
  }
}
