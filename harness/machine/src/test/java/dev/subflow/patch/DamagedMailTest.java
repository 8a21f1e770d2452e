// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that anybody may have damaged are bad input, and nothing else. */
final class DamagedMailTest {
  private static final String DIFF =
      "---\n a | 1 +\n\ndiff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+b\n";

  private static List<KernelPatch> parse(String fields, String body) {
    String mail =
        "From a@b Thu Jan  1 00:00:00 1970\nFrom: a@b\nSubject: [PATCH] x\nMIME-Version: 1.0\n"
            + fields
            + "\n"
            + body;
    return PatchFiles.parse("x.mbox", mail.getBytes(StandardCharsets.ISO_8859_1), note -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-charset",
        "\"\"",
        "=?utf-8?q?x?=",
        "utf-7",
        "utf-16",
        "x-JISAutoDetect",
        "ISO-2022-CN",
        "../../etc",
        "\u00e4",
        "utf-8 ; charset=ascii"
      })
  void aCharsetThatIsNoneIsGuessed(String charset) {
    List<KernelPatch> patches = parse("Content-Type: text/plain; charset=" + charset + "\n", DIFF);

    assertThat(patches).hasSize(1);
    assertThat(patches.get(0).text()).contains("+b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!!!!", "QUJD=QUJD", "QQ", "QUJDR", "====", "QUJD\u00e4\u00e4\u00e4\u00e4"})
  void base64ThatIsNoneIsBadInput(String body) {
    assertThatThrownBy(
            () -> {
              List<KernelPatch> patches = parse("Content-Transfer-Encoding: base64\n", body + "\n");
              if (patches.isEmpty()) {
                throw new UsageException("no patch");
              }
            })
        .isInstanceOf(UsageException.class);
  }

  @Test
  void whateverByteIsChangedNothingButBadInputComesOfIt() {
    String encoded =
        java.util.Base64.getMimeEncoder()
            .encodeToString(DIFF.repeat(3).getBytes(StandardCharsets.UTF_8));
    String mail =
        "From a@b Thu Jan  1 00:00:00 1970\nFrom: a@b\nSubject: =?utf-8?b?W1BBVENIXQ==?= x\n"
            + "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
            + "Content-Type: text/plain; charset=utf-8; format=flowed\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + encoded
            + "\n--b\nContent-Type: text/x-patch\nContent-Transfer-Encoding: quoted-printable\n\n"
            + DIFF.replace("=", "=3D")
            + "\n--b--\n";
    byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(8684);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = bytes.clone();
      for (int n = 0; n <= i % 4; n++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        var unused = PatchFiles.parse("x.mbox", damaged, note -> {});
      } catch (UsageException e) {
        assertThat(e).hasMessageContaining("x.mbox");
      }
    }
  }
}
