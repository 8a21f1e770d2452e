// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.measure.Quantity;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.run.SpeedMeasuring;
import dev.subflow.speed.Interval;
import dev.subflow.speed.Pace;
import dev.subflow.speed.SpeedChange;
import dev.subflow.speed.SpeedMarkdown;
import dev.subflow.speed.SpeedReport;
import dev.subflow.speed.Typical;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SpeedPrinterTest {
  private static final String EQUAL = "EqualPaths.bothAreFull";
  private static final String GROW = "Buffers.growAsTheReceiverReads";

  private static final SpeedReport REPORT =
      new SpeedReport(
          0.1,
          0.01,
          List.of(
              change(EQUAL, Quantity.GOODPUT, Pace.UNCHANGED, 1_762_000, 1_758_000, -4e3, 20e3),
              change(EQUAL, Quantity.STALL, Pace.UNCHANGED, 0.33, 0.34, 0.01, 0.05),
              change(GROW, Quantity.FRAMES, Pace.UNCHANGED, 1.15, 1.151, 0.001, 0.002),
              change(GROW, Quantity.STALL, Pace.UNDECIDED, 0.78, 0.97, 0.19, 0.2),
              change(GROW, Quantity.GOODPUT, Pace.SLOWER, 862_900, 638_400, -224e3, 30e3)),
          List.of("SlowConsumer.getsEachByteOnce on patched: CRASH, BUG: bad"));

  private static SpeedChange change(
      String transfer,
      Quantity quantity,
      Pace pace,
      double before,
      double after,
      double change,
      double radius) {
    Interval interval = new Interval(change - radius, change, change + radius);
    return new SpeedChange(transfer, quantity, pace, before, after, 1, Optional.of(interval), 8);
  }

  private static String print(Consumer<SpeedPrinter> what) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    what.accept(
        new SpeedPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), new Style(false)));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void worstTransferComesFirstAndWhatIsUnchangedIsFolded() {
    String text = print(p -> p.print(REPORT, false));

    assertThat(text)
        .startsWith(
            """

                             BEFORE      AFTER       CHANGE                    VERDICT
            Buffers.growAsTheReceiverReads  8 runs
              goodput        863 kbit/s  638 kbit/s  -26 % (-29 to -22)        SLOWER
              longest stall  0.78 s      0.97 s      +0.19 s (-0.01 to +0.39)  UNDECIDED
              UNCHANGED: frames per byte
            EqualPaths.bothAreFull  8 runs, all UNCHANGED
            not measured: SlowConsumer.getsEachByteOnce on patched: CRASH, BUG: bad

            A difference is 10 % of the median before,\
            """);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everyQuantityIsShownWhereAllAreAskedFor() {
    assertThat(print(p -> p.print(REPORT, true)))
        .contains("  frames per byte  1.150        1.151        +0.1 % (-0.1 to +0.3)")
        .doesNotContain("UNCHANGED:");
  }

  @Test
  void oneKernelIsATableOfMedians() {
    Typical stall = new Typical(EQUAL, Quantity.STALL, new Interval(0.31, 0.33, 0.4), 8);

    assertThat(print(p -> p.print(new SpeedMeasuring.Alone(List.of(stall), List.of()))))
        .isEqualTo(
            """

                             MEDIAN  95 % INTERVAL
            EqualPaths.bothAreFull  8 runs
              longest stall  0.33 s  0.31 s to 0.40 s
            """);
  }

  @Test
  void eachQuantityIsAResultOfATest() {
    assertThat(SpeedPrinter.results(REPORT))
        .extracting(TestResult::id, TestResult::verdict)
        .contains(
            tuple(GROW + ": goodput", Verdict.FAIL),
            tuple(GROW + ": longest stall", Verdict.INCONCLUSIVE),
            tuple(EQUAL + ": goodput", Verdict.PASS));
  }

  @Test
  void mailHasATableOfWhatChanged() {
    assertThat(SpeedMarkdown.of(REPORT))
        .startsWith("\n### Speed: 1 SLOWER, 3 UNCHANGED, 1 UNDECIDED, 1 not measured\n")
        .contains(
            "| goodput | SLOWER | 863 kbit/s | 638 kbit/s | -26 % (-29 to -22) | 8 |",
            "- not measured: SlowConsumer.getsEachByteOnce on patched: CRASH, BUG: bad\n")
        .doesNotContain("| UNCHANGED |");
    assertThat(REPORT.exitCode()).isEqualTo(1);
  }
}
