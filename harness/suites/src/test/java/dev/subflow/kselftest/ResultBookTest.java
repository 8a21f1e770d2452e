// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultBookTest {
  private final ResultBook book = new ResultBook();

  private static ResultBook.Page page(String evidence, String mark) {
    List<SubtestResult> attempts =
        PrintedResults.lost("join.sh", "001 a  [" + mark + "]\n002 b  [ OK ]\n003 c\n", "lost");
    assertThat(attempts).hasSize(3);
    return new ResultBook.Page(attempts, Path.of(evidence), Instant.EPOCH, Duration.ofSeconds(1));
  }

  @Test
  void anotherAttemptStandsBehindTheFirstWithTheLatestEvidence() {
    book.add(page("/first", "FAIL"), result -> true);
    book.add(page("/second", " OK "), result -> result.name().equals("a"));

    assertThat(book.results())
        .extracting(result -> result.decisive().name())
        .containsExactly("a", "b", "c");
    SuiteResult again = book.results().get(0);
    assertThat(again.attempts())
        .extracting(attempt -> attempt.outcome().name())
        .containsExactly("FAIL", "PASS");
    assertThat(again.evidence()).isEqualTo(Path.of("/second"));
    assertThat(book.results().get(1).attempts()).hasSize(1);
    assertThat(book.results().get(1).evidence()).isEqualTo(Path.of("/first"));
  }

  @Test
  void whatIsNotWantedIsNotKept() {
    book.add(page("/first", " OK "), result -> false);

    assertThat(book.results()).isEmpty();
  }

  @Test
  void resultsThatWereTakenOutDoNotChange() {
    book.add(page("/first", " OK "), result -> true);
    List<SuiteResult> before = book.results();
    book.add(page("/second", " OK "), result -> true);

    assertThat(before.get(0).attempts()).hasSize(1);
    assertThat(book.results().get(0).attempts()).hasSize(2);
  }
}
