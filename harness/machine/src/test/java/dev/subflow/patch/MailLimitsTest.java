// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails that are damaged, or made to do harm. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MailLimitsTest {
  private static final String HEADER = "From: A Developer <dev@example.org>\nSubject: [PATCH] a\n";
  private static final String DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
  private static final int MANY = 100_000;

  @TempDir private Path folder;

  private static List<KernelPatch> parse(String text) {
    return KernelPatch.parse("x.eml", text);
  }

  private static void isRefused(String text, String reason) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("The mail \"[PATCH] a\" in x.eml can't be read: ")
        .hasMessageContainingAll(reason, "give its diff alone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "QUFB!QUFB | Unexpected base64 byte",
        "QUFBQQ    | Unexpected end of BASE64 stream",
        "QUFB=     | Unexpected padding character",
        "QUE=QUFB  | its base64 text goes on after its end",
      })
  void damagedBase64IsRefused(String text, String reason) {
    isRefused(HEADER + "Content-Transfer-Encoding: base64\n\n" + text + "\n", reason);
  }

  @Test
  void damagedBase64OfAPictureOrAReplyIsNobodysConcern() {
    String picture =
        HEADER
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
            + DIFF
            + "\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n!!!\n--b--\n";
    String reply =
        """
        From a@b Thu Sep  4 10:00:00 2025
        Subject: Re: [PATCH] a
        Content-Transfer-Encoding: base64

        !!!
        """;
    String mail = "From a@b Thu Sep  4 10:00:00 2025\n" + HEADER + "\n" + DIFF;

    assertThat(parse(picture)).hasSize(1);
    assertThat(parse(reply + mail)).hasSize(1);
  }

  @Test
  void damagedQuotedPrintableIsLeftAsItIs() {
    List<KernelPatch> patches =
        parse(HEADER + "Content-Transfer-Encoding: quoted-printable\n\n" + DIFF + "+a = b =G1 =\n");

    assertThat(patches.get(0).text()).contains("+a = b =G1 ");
  }

  @Test
  void aMultipartWithoutBoundaryIsText() {
    assertThat(parse(HEADER + "Content-Type: multipart/mixed\n\n" + DIFF)).hasSize(1);
  }

  @Test
  void aMultipartThatDoesNotEndIsTaken() {
    String cut = HEADER + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + DIFF;

    assertThat(parse(cut).get(0).text()).startsWith(DIFF);
  }

  @Test
  void moreThanAnyMailHasIsRefused() {
    String deep =
        IntStream.range(0, MANY)
            .mapToObj(i -> "Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n")
            .collect(Collectors.joining());

    isRefused(
        HEADER + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(MANY),
        "part count limit (1000)");
    isRefused(HEADER + deep + "\n" + DIFF, "nesting depth limit (20)");
    isRefused(
        HEADER + "Content-Type: message/rfc822\n\n".repeat(MANY) + DIFF,
        "nesting depth limit (20)");
    isRefused(HEADER + "A: b\n".repeat(MANY) + "\n" + DIFF, "header limit (1000)");
    isRefused(HEADER + "A: " + "b".repeat(2 << 20) + "\n\n" + DIFF, "header length limit");
  }

  @Test
  void moreMailsThanAnySeriesHasAreRefused() {
    String mail = "From a@b Thu Sep  4 10:00:00 2025\n" + HEADER + "\n";

    assertThatThrownBy(() -> parse(mail.repeat(MANY)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("x.eml has more than 10000 mails");
  }

  @ParameterizedTest
  @CsvSource({"' '", "x", "'>'", "'\r'", "'\r\n'", "=", "'From x\n'", "'[1/2'", "'=?a'", "'---\n'"})
  void muchOfOneThingIsReadInReasonableTime(String thing) {
    String much = thing.repeat((8 << 20) / thing.length());

    assertThat(parse(HEADER + "\n" + DIFF + much)).hasSize(1);
    assertThat(parse(DIFF + much)).hasSize(1);
    assertThat(
            parse(HEADER + "Content-Transfer-Encoding: quoted-printable\n\n" + DIFF + "=\n" + much))
        .hasSize(1);
    assertThat(parse("From: a\nSubject: " + thing.repeat(9_000).strip() + "\n\n" + DIFF))
        .hasSize(1);
  }

  @Test
  void aFileLargerThanAnyPatchIsRefused() throws IOException {
    Path file = folder.resolve("large.patch");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }

    assertThatThrownBy(() -> KernelPatch.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("large.patch has more than 67108864 bytes");
  }

  @Test
  void whateverIsChangedInAMailItIsReadOrRefused() throws IOException {
    Random random = new Random(1);
    List<Path> cases = MailInfoTest.cases().toList();
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] mail = Files.readAllBytes(cases.get(i % cases.size()));
      for (int change = 0; change <= i % 5; change++) {
        int at = random.nextInt(mail.length);
        int from = random.nextInt(mail.length);
        int length = Math.min(random.nextInt(30), mail.length - Math.max(at, from));
        System.arraycopy(mail, from, mail, at, length);
        mail[random.nextInt(mail.length)] = (byte) random.nextInt(256);
      }
      try {
        PatchFiles.parse("x.eml", mail, note -> {});
      } catch (UsageException e) {
        refused++;
        assertThat(e).hasMessageContaining("x.eml");
      }
    }
    assertThat(refused).isBetween(1, 1000);
  }
}
