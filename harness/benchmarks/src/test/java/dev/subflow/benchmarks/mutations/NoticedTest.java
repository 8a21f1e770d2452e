// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.benchmarks.mutations.Noticed.By;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NoticedTest {
  private static final Path FOLDER = Path.of("mutations");

  private static Noticed of(String comparisons, String differences) {
    String json = "{\"comparisons\": [" + comparisons + "], \"differs\": [" + differences + "]}";
    return Noticed.of("m", Tests.NAMED, Json.tree(json).orElseThrow(), 12);
  }

  private static String comparison(String test, String change, String message) {
    return "{\"test\": \"%s\", \"change\": \"%s\", \"message\": \"%s\"}"
        .formatted(test, change, message);
  }

  @Test
  void whoNoticedItIsToldByTheReport() {
    String passed = comparison("A.a", "UNCHANGED", "");
    assertThat(of(passed, "").by()).isEmpty();
    assertThat(of(passed + "," + comparison("A.b", "REGRESSED", "expected 1"), "").by())
        .containsExactly(By.ASSERTION);
    assertThat(
            of(
                    comparison(
                        "A.b",
                        "REGRESSED",
                        "JOIN_NONCE client: 1 (RFC 8684, section 3.2: another each time)"),
                    "")
                .by())
        .containsExactly(By.AUDITOR);
    assertThat(of(comparison("A.b", "CRASHED", "BUG"), "").by()).containsExactly(By.CRASH);
    assertThat(of(comparison("kselftest:a.sh:b", "REGRESSED", "not ok"), "").by())
        .containsExactly(By.SELFTEST);
    assertThat(of(passed, "{\"words\": \"client sends REMOVE_ADDR id 0\"}"))
        .isEqualTo(
            new Noticed(
                "m", Tests.NAMED, Set.of(By.BEHAVIOUR), "client sends REMOVE_ADDR id 0", 12));
  }

  @Test
  void slownessIsToldByWhatWasMeasured() {
    String json =
        """
        {"comparisons": [], "differs": [], "speed": {"changes": [
          {"transfer": "A.a", "quantity": "GOODPUT", "pace": "SLOWER"},
          {"transfer": "A.a", "quantity": "STALL", "pace": "UNCHANGED"}]}}""";

    assertThat(Noticed.of("m", Tests.NAMED, Json.tree(json).orElseThrow(), 12))
        .isEqualTo(new Noticed("m", Tests.NAMED, Set.of(By.SPEED), "A.a: GOODPUT", 12));
    assertThat(Tests.NAMED.options(new Mutation("m", "speed", "A.a", "a.sh")))
        .containsExactly("--tests", "A.a", "--measure");
  }

  @Test
  void itsLineIsReadAgain() {
    Noticed one = new Noticed("m", Tests.NAMED, Set.of(By.CRASH, By.AUDITOR), "words of it", 7);

    assertThat(Noticed.parse(one.line())).contains(one);
    assertThat(Noticed.parse(one.line().substring(0, 5))).isEmpty();
  }

  @Test
  void eachMutationHasItsPatch() throws IOException {
    List<Mutation> all = Mutation.in(FOLDER);

    assertThat(all).hasSizeGreaterThanOrEqualTo(60);
    assertThat(all.stream().map(Mutation::name)).doesNotHaveDuplicates();
    for (Mutation mutation : all) {
      assertThat(Files.readString(mutation.patch(FOLDER)))
          .as(mutation.name())
          .contains("Subject: [PATCH] mptcp: ", "\n--- a/net/mptcp/", "\n+++ b/net/mptcp/");
    }
  }

  @Test
  void thePageCountsThoseThatWereTried() {
    Mutation one = new Mutation("one", "joins", "A", "a.sh");
    Mutation two = new Mutation("two", "joins", "A", "a.sh");
    Mutation three = new Mutation("three", "data", "A", "a.sh");

    assertThat(
            MutationsPage.of(
                List.of(one, two, three),
                List.of(
                    new Noticed("one", Tests.NAMED, Set.of(By.AUDITOR), "x | y", 5),
                    new Noticed("one", Tests.SELFTEST, Set.of(), "", 9),
                    new Noticed("two", Tests.NAMED, Set.of(), "", 6))))
        .contains(
            "| noticed by | the scenarios named, of 2 | the quick choice, of 0 |",
            "| the kernel's own words, or an assertion | 0: 0 % |  |  | 0: 0 % |",
            "| those or the auditor | 1: 50 % |  |  | 0: 0 % |",
            "| median of seconds | 6 |  |  | 9 |",
            "| one | joins | auditor, 5 s | not tried | not tried | **nothing**, 9 s | x \\| y |",
            "| two | joins | **nothing**, 6 s | not tried | not tried | not tried |  |",
            "| three | data | not tried | not tried | not tried | not tried |  |");
  }
}
