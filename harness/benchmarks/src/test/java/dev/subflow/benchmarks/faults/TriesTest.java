// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TriesTest {
  static final Instant WHEN = Instant.parse("2026-11-29T01:02:03Z");

  @TempDir Path temp;

  static Try of(String fault, String where, End expected, End end, String wrong) {
    return new Try(
        fault,
        where,
        WHEN,
        Duration.ofMillis(12_300),
        expected,
        end,
        List.of(
            new Try.Check("last command", true), new Try.Check("nothing left", end == expected)),
        wrong,
        "6.12.1-1",
        "2 processors");
  }

  @Test
  void whatIsAddedIsReadAgain() throws IOException {
    Path file = temp.resolve("folder/tries.tsv");
    Try right = of("panic", "first", End.CRASH, End.CRASH, "");
    Try wrong = of("soft lockup", "regress", End.CRASH, End.PASS, "exit 0: nothing");

    Tries.add(file, right);
    Tries.add(file, wrong);

    assertThat(Tries.read(file)).hasSize(2);
    assertThat(Tries.read(file).get(0).isRight()).isTrue();
    assertThat(Tries.line(Tries.read(file).get(1))).isEqualTo(Tries.line(wrong));
    assertThat(Tries.read(file).get(1).checks()).isEqualTo(wrong.checks());
  }

  @Test
  void aLineThatWasCutShortIsLeftOut() throws IOException {
    Path file = temp.resolve("tries.tsv");
    Tries.add(file, of("panic", "first", End.CRASH, End.CRASH, "two\tlines\nof words"));
    Files.writeString(file, "panic\tfirst\t2026", StandardOpenOption.APPEND);

    assertThat(Tries.read(file))
        .singleElement()
        .extracting(Try::wrong)
        .isEqualTo("two lines of words");
    assertThat(Tries.read(temp.resolve("nothing"))).isEmpty();
  }

  @Test
  void cellsAreForgottenAndOthersStay() throws IOException {
    Path file = temp.resolve("tries.tsv");
    Tries.add(file, of("panic", "first", End.CRASH, End.PASS, ""));
    Tries.add(file, of("panic", "second", End.CRASH, End.CRASH, ""));
    Tries.add(file, of("reset", "first", End.CRASH, End.CRASH, ""));

    Tries.forget(file, List.of("panic"), List.of("first"));

    assertThat(Tries.read(file))
        .extracting(Try::fault, Try::where)
        .containsExactly(tuple("panic", "second"), tuple("reset", "first"));
  }
}
