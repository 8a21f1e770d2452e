// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.UsageException;
import dev.subflow.patch.UnifiedDiff.FileDiff;
import dev.subflow.patch.UnifiedDiff.Hunk;
import dev.subflow.patch.UnifiedDiff.Line;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patches are made of, and what is said of one that does not apply. */
final class UnifiedDiffReaderTest {
  private static final String TWO_HUNKS =
      """
      diff --git a/net/mptcp/pm.c b/net/mptcp/pm.c
      --- a/net/mptcp/pm.c
      +++ b/net/mptcp/pm.c
      @@ -10,2 +10,2 @@ int f(void)
       kept
      -old
      +new
      @@ -20 +20,2 @@
      -gone
      +one
      +two
      """;

  private static List<FileDiff> read(String text) {
    return new UnifiedDiffReader().read(text).files();
  }

  @Test
  void hunksAreAsLongAsTheySay() {
    List<FileDiff> files =
        read(
            """
            --- a/x.c
            +++ b/x.c
            @@ -1,2 +1,2 @@
            --- a/y.c
            +++ b/y.c
             @@ -1 +1 @@
            --\s
            2.43
            --- a/z.c
            +++ b/z.c
            @@ -1 +1 @@
            -a
            +b
            """);

    assertThat(files).extracting(FileDiff::path).containsExactly("x.c", "z.c");
    assertThat(files.get(0).hunks().get(0).lines())
        .extracting(Line::toString)
        .containsExactly("--- a/y.c", "+++ b/y.c", " @@ -1 +1 @@");
  }

  @Test
  void aNewFileHasItsNewNameAndARemovedOneItsOld() {
    List<FileDiff> files =
        read(
            """
            --- /dev/null
            +++ b/new.c
            @@ -0,0 +1 @@
            +a
            --- a/old.c\t2026-01-01
            +++ /dev/null
            @@ -1 +0,0 @@
            -a
            """);

    assertThat(files).extracting(FileDiff::path).containsExactly("new.c", "old.c");
    assertThat(files.get(0).hunks().get(0).before()).isEmpty();
    assertThat(files.get(1).hunks().get(0).after()).isEmpty();
  }

  @Test
  void linesThatMailCutAndThoseOfNoLineEndAreUnderstood() {
    List<FileDiff> files =
        read("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@ f\n a\n\n-b\n\\ No newline at end of file\n+c\n");

    Hunk hunk = files.get(0).hunks().get(0);
    assertThat(hunk.before()).extracting(Line::text).containsExactly("a", "", "b");
    assertThat(hunk.after()).extracting(Line::text).containsExactly("a", "", "c");
    assertThat(hunk.heading()).isEqualTo("f");
  }

  @Test
  void aHunkThatIsCutKeepsWhatIsThere() {
    assertThat(read("--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b\nword\n+c\n").get(0).hunks())
        .singleElement()
        .satisfies(
            hunk -> assertThat(hunk.before()).extracting(Line::text).containsExactly("a", "b"));
    assertThat(read("--- a/x\n+++ b/x\n")).as("a file without hunks").isEmpty();
    assertThat(read("")).isEmpty();
  }

  private static String explained(String git, boolean isApplied) {
    UsageException e = PatchFailure.explain(new KernelPatch("fix it", TWO_HUNKS), git, isApplied);
    return String.valueOf(e.getMessage());
  }

  @Test
  void theHunkThatFailsIsShownWithWhatItLooksFor() {
    assertThat(
            explained(
                """
                error: patch failed: net/mptcp/pm.c:20
                error: net/mptcp/pm.c: patch does not apply
                """,
                false))
        .isEqualTo(
            """
            Patch fix it does not apply:
              net/mptcp/pm.c: hunk 2 of 2 (@@ -20 +20,2 @@) finds no such lines
            It looks for:
              | -gone
            Rebase it, or build another revision; nothing was changed in any tree of yours.""");
  }

  @Test
  void otherReasonsAreSaidInPlainWords() {
    assertThat(
            explained(
                """
                error: patch failed: net/other.c:7
                error: a.c: does not exist in index
                error: b.c: already exists in index
                warning: nothing
                """,
                false))
        .contains(
            "\n  net/other.c, the hunk at line 7"
                + "\n  a.c: no such file in the tree"
                + "\n  b.c: the tree has such a file already")
        .doesNotContain("It looks for", "warning");
  }

  @Test
  void aPatchThatTheTreeHasIsNotTakenApart() {
    assertThat(explained("error: patch failed: net/mptcp/pm.c:20\n", true))
        .isEqualTo("Patch fix it does not apply: the tree has it already.");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, utf-8, Grün",
    "UTF-8, us-ascii, Grün",
    "UTF-8, no-such-charset, Grün",
    "ISO-8859-1, utf-8, Grün",
    "ISO-8859-1, iso-8859-1, Grün",
    "KOI8-R, koi8-r, Привет",
    "UTF-8, utf-8, a\uFFFDb",
  })
  void aCharsetThatDoesNotFitIsNotBelieved(Charset real, String declared, String text) {
    assertThat(Charsets.decode(text.getBytes(real), Optional.of(declared))).isEqualTo(text);
  }

  @Test
  void withoutACharsetItIsUtf8OrElseLatin1() {
    byte[] neither = {'a', (byte) 0xff, (byte) 0xfe};

    assertThat(Charsets.decode("é".getBytes(StandardCharsets.UTF_8), Optional.empty()))
        .isEqualTo("é");
    assertThat(Charsets.decode(neither, Optional.empty())).isEqualTo("aÿþ");
  }
}
