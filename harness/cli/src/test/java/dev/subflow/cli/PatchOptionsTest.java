// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.patch.KernelPatch;
import dev.subflow.patch.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class PatchOptionsTest {
  private static final String MAIL =
      """
      From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
      From: A <a@example.com>
      Subject: [PATCH 1/2] mptcp: %1$s

      Why.
      ---
      diff --git a/net/mptcp/pm.c b/net/mptcp/pm.c
      --- a/net/mptcp/pm.c
      +++ b/net/mptcp/pm.c
      @@ -1 +1 @@
      -a
      +%1$s
      """;

  @TempDir private Path temp;

  private static PatchOptions parsed(String... arguments) {
    PatchOptions options = new PatchOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  @Test
  void patchesAreReadInTheOrderGiven() throws IOException {
    Path first = Files.writeString(temp.resolve("2.patch"), MAIL.formatted("first"));
    Path second = Files.writeString(temp.resolve("1.patch"), MAIL.formatted("second"));

    PatchOptions options = parsed("--patch", first.toString(), second.toString());

    assertThat(options.isEmpty()).isFalse();
    assertThat(options.read(text -> {}))
        .extracting(KernelPatch::text)
        .satisfiesExactly(
            a -> assertThat(a).contains("+first"), b -> assertThat(b).contains("+second"));
  }

  @Test
  void withoutOptionsThereIsNothingToRead() {
    assertThat(parsed().isEmpty()).isTrue();
    assertThat(parsed().read(text -> {})).isEmpty();
  }

  @Test
  void whatIsNoPatchIsFoundByTheCheck() throws IOException {
    Path notes = Files.writeString(temp.resolve("notes.txt"), "remember the milk\n");

    assertThatThrownBy(() -> parsed("--patch", notes.toString()).check())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("notes.txt");
    assertThatThrownBy(() -> parsed("--patch", temp.resolve("none").toString()).check())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(temp.resolve("none").toString());
    assertThatThrownBy(() -> parsed("--series", "x12").check())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("x12");
  }

  @Test
  void aSeriesIsTakenAsAWholeOrNotAtAll() {
    String both = MAIL.formatted("first") + "\n" + MAIL.formatted("second");

    assertThat(PatchOptions.all(new Series(9, "title", 2, both))).hasSize(2);
    assertThatThrownBy(() -> PatchOptions.all(new Series(9, "title", 3, both)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith(
            "series 9 (title) has 3 patches, but its mailbox has 2 mails with a diff.")
        .hasMessageContaining("give it with --patch");
    assertThatThrownBy(() -> PatchOptions.all(new Series(9, "title", 0, "<html>")))
        .as("none of none")
        .isInstanceOf(InfrastructureException.class);
  }
}
