// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PatchFilesTest {
  private static final String DIFF =
      """
      diff --git a/net/mptcp/pm.c b/net/mptcp/pm.c
      --- a/net/mptcp/pm.c
      +++ b/net/mptcp/pm.c
      @@ -1,2 +1,2 @@
      -int a = 1;
      +int a = 2;
       int b;
      """;

  @TempDir private Path folder;

  private static String mail(String subject, String body) {
    return "From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001\n"
        + "From: A Developer <dev@example.org>\nDate: Wed, 25 Nov 2026 10:00:00 +0000\n"
        + "Subject: "
        + subject
        + "\n\nWhy.\n---\n"
        + body
        + "-- \n2.47.3\n\n";
  }

  private static List<String> names(List<KernelPatch> patches) {
    return patches.stream().map(KernelPatch::name).toList();
  }

  @Test
  void aPlainDiffIsOnePatchNamedByItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("fix.patch"), DIFF);

    assertThat(KernelPatch.read(file)).containsExactly(new KernelPatch("fix.patch", DIFF));
  }

  @Test
  void aMailboxIsSplitAndItsCoverLetterLeftOut() {
    String mbox =
        mail("[PATCH 0/2] Two things", "No diff here.\n")
            + mail("[PATCH 1/2] mptcp: the first,\n on two lines", DIFF)
            + mail("[PATCH 2/2] mptcp: the second", DIFF.replace("a = 2", "a = 3"));

    List<KernelPatch> patches = KernelPatch.parse("series.mbox", mbox);

    assertThat(names(patches))
        .containsExactly("1/2 mptcp: the first, on two lines", "2/2 mptcp: the second");
    assertThat(patches.get(1).text()).contains("+int a = 3;").doesNotContain("Subject:");
  }

  @Test
  void mailsThatCameInAnotherOrderAreOrderedByTheirNumbers() {
    String mbox =
        mail("[PATCH net-next v2 10/12] ten", DIFF)
            + mail("Re: [PATCH net-next v2 2/12] two", "> +int a = 2;\n> quoted only\n")
            + mail("[PATCH net-next v2 2/12] two", DIFF)
            + mail("[PATCH net-next v2 1/12] one", DIFF);

    assertThat(names(KernelPatch.parse("x", mbox)))
        .containsExactly("1/3 one", "2/3 two", "3/3 ten");
  }

  @Test
  void numbersThatAreNotTheirOwnLeaveTheOrderAlone() {
    String mbox = mail("[PATCH] b", DIFF) + mail("[PATCH] a", DIFF);

    assertThat(names(KernelPatch.parse("x", mbox))).containsExactly("1/2 b", "2/2 a");
  }

  @Test
  void bodiesAreDecodedAndQuotedFromLinesRestored() {
    String base64 =
        mail("[PATCH] b", "")
            .replace(
                "\n\nWhy.\n---\n",
                "\nContent-Transfer-Encoding: base64\n\n"
                    + Base64.getMimeEncoder()
                        .encodeToString(DIFF.getBytes(StandardCharsets.UTF_8)));
    String quoted =
        mail("[PATCH] q", DIFF.replace("=", "=3D").replace("int b;", "int \n=C3=A4=\n;"))
            .replace("\nSubject", "\nContent-Transfer-Encoding: quoted-printable\nSubject");
    String from = mail("[PATCH] f", DIFF.replace(" int b;", ">From here"));

    assertThat(KernelPatch.parse("b", base64.replace("-- \n2.47.3\n", "")).get(0).text())
        .contains("+int a = 2;\n int b;");
    assertThat(KernelPatch.parse("q", quoted).get(0).text()).contains("+int a = 2;").contains("ä;");
    assertThat(KernelPatch.parse("f", from).get(0).text()).contains("\nFrom here\n");
  }

  @Test
  void aLineInAMessageThatBeginsWithFromIsNoNewMail() {
    String mbox = mail("[PATCH] one", "From time to time it fails.\n\nFrom here on too.\n" + DIFF);

    assertThat(KernelPatch.parse("x", mbox)).hasSize(1);
  }

  @Test
  void aFolderIsTakenInTheOrderOfItsNames() throws IOException {
    Files.writeString(folder.resolve("0002-b.patch"), mail("[PATCH 2/2] b", DIFF));
    Files.writeString(folder.resolve("0001-a.patch"), mail("[PATCH 1/2] a", DIFF));
    Files.writeString(folder.resolve("0000-cover-letter.patch"), mail("[PATCH 0/2] c", "Text.\n"));
    Files.writeString(folder.resolve("README"), "nothing");

    assertThat(names(KernelPatch.read(folder))).containsExactly("0001-a.patch", "0002-b.patch");
  }

  @Test
  void aSeriesFileSaysWhichAndInWhatOrder() throws IOException {
    Files.writeString(folder.resolve("z.patch"), DIFF);
    Files.writeString(folder.resolve("a.patch"), DIFF);
    Files.writeString(folder.resolve("unused.patch"), DIFF);
    Files.writeString(folder.resolve("series"), "# mine\nz.patch -p1\n\na.patch # last\n");

    assertThat(names(KernelPatch.read(folder))).containsExactly("z.patch", "a.patch");
  }

  @Test
  void whatHoldsNoPatchIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.patch"), "Just words.\n");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path series = Files.createDirectory(folder.resolve("s"));
    Files.writeString(series.resolve("series"), "gone.patch\n");

    assertThatThrownBy(() -> KernelPatch.read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("There is no patch in " + text);
    assertThatThrownBy(() -> KernelPatch.read(empty)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> KernelPatch.read(folder.resolve("nosuch")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> KernelPatch.read(series))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("names gone.patch");
  }

  @Test
  void wordsBeforeADiffAreNoPartOfTheMailsPatch() {
    String mail = mail("[PATCH] a", DIFF).replace("Why.", "Why: it had\n@@ -1,2 +1,2 @@\n+int c;");

    assertThat(KernelPatch.parse("x", mail).get(0).text())
        .startsWith("---\n" + DIFF)
        .doesNotContain("+int c;");
  }

  @Test
  void aDiffWithWordsBeforeItIsLeftAsItIs() {
    String shown = "commit 1234\nAuthor: A <a@b>\n\n    Subject: x\n\n" + DIFF;

    assertThat(KernelPatch.parse("x", shown)).containsExactly(new KernelPatch("x", shown));
  }

  @Test
  void linesThatEndLikeThoseOfWindowsAreTaken() {
    assertThat(KernelPatch.parse("x", DIFF.replace("\n", "\r\n")))
        .containsExactly(new KernelPatch("x", DIFF));
  }

  @Test
  void anOddNameInASeriesFileIsRefused() throws IOException {
    Files.writeString(folder.resolve("series"), "a\0b.patch\n");

    assertThatThrownBy(() -> KernelPatch.read(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("which is not there");
  }
}
