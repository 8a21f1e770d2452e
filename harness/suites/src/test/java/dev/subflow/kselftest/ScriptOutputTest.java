// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptOutputTest {
  private static final String SAID =
      """
      001 ein Weg über zwei Netze
            join Rx                             [ OK ]
      002 single subflow
            join Rx                             [FAIL] got 0
      TAP version 13
      1..2
      003 not a title
      ok 1 - first
      """;

  private static List<String> heard(ScriptOutputTest.Pieces pieces) {
    List<String> heard = new ArrayList<>();
    ScriptOutput output =
        new ScriptOutput(
            new ScriptOutput.Listener() {
              @Override
              public void began(String title) {
                heard.add(title);
              }

              @Override
              public void failed() {
                heard.add("!");
              }
            });
    pieces.all().forEach(output::hear);
    assertThat(output.printed().text()).isEqualTo(SAID);
    return heard;
  }

  /** What comes at once. */
  private record Pieces(List<byte[]> all) {
    static Pieces of(int size) {
      byte[] bytes = SAID.getBytes(StandardCharsets.UTF_8);
      List<byte[]> all = new ArrayList<>();
      for (int at = 0; at < bytes.length; at += size) {
        all.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
      }
      return new Pieces(all);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void titlesAndFailuresAreHeardHoweverTheyCome(int size) {
    assertThat(heard(Pieces.of(size)))
        .containsExactly("ein Weg über zwei Netze", "single subflow", "!");
  }

  @Test
  void bytesThatAreNoTextAreNoReasonToStop() {
    ScriptOutput output =
        new ScriptOutput(
            new ScriptOutput.Listener() {
              @Override
              public void began(String title) {}

              @Override
              public void failed() {}
            });
    output.hear(new byte[] {'a', (byte) 0xff, 'b', '\n'});
    assertThat(output.printed().text()).isEqualTo("a\ufffdb\n");
  }

  /** Nobody hears. */
  private static final class Deaf implements ScriptOutput.Listener {
    @Override
    public void began(String title) {}

    @Override
    public void failed() {}
  }

  private static Printed printed(int limit, String... pieces) {
    ScriptOutput output = new ScriptOutput(new Deaf(), limit);
    for (String piece : pieces) {
      output.hear(piece.getBytes(StandardCharsets.UTF_8));
    }
    return output.printed();
  }

  @Test
  void ofMoreThanTheLimitHeadAndTailAreKeptAsWholeLines() {
    String[] lines = new String[1000];
    Arrays.setAll(lines, i -> String.format("ok %04d\n", i));

    Printed printed = printed(100, lines);

    assertThat(printed.head()).startsWith("ok 0000\nok 0001\n").endsWith("ok 0005\n");
    assertThat(printed.tail()).startsWith("ok 0994\n").endsWith("ok 0998\nok 0999\n");
    assertThat(printed.leftOut())
        .isEqualTo(8000 - printed.head().length() - printed.tail().length());
    assertThat(printed.text())
        .isEqualTo(
            printed.head()
                + "[... "
                + printed.leftOut()
                + " characters left out ...]\n"
                + printed.tail());
    assertThat(printed(8000, lines)).isEqualTo(Printed.all(String.join("", lines)));
  }

  @Test
  void aLineThatIsLongerThanAnyResultIsKeptInPart() {
    Printed printed = printed(400_000, "begin ", "x".repeat(1_000_000), " end");

    assertThat(printed.head()).startsWith("begin xxx").hasSize(200_000);
    assertThat(printed.tail()).endsWith("xxx end").hasSize(200_000);
  }

  @Test
  void whoAsksForItDoesNotWaitForAListener() throws Exception {
    CountDownLatch isTold = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    ScriptOutput output =
        new ScriptOutput(
            new ScriptOutput.Listener() {
              @Override
              public void began(String title) {
                isTold.countDown();
                try {
                  mayGoOn.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void failed() {}
            });
    Thread reader = new Thread(() -> output.hear("001 first\n".getBytes(StandardCharsets.UTF_8)));
    reader.start();
    isTold.await();

    String text = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> output.printed().text());

    assertThat(text).isEqualTo("001 first\n");
    mayGoOn.countDown();
    reader.join();
  }

  @Test
  void linesOfMegabytesCostTheirLength() {
    String line = "001 a" + " ".repeat(4 << 20) + "\u2028x\n";

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> printed(1 << 20, line, line, line));
  }
}
