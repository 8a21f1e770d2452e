// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.patch.UnifiedDiff.FileDiff;
import dev.subflow.patch.UnifiedDiff.Hunk;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
  private static List<String> lines(Hunk hunk) {
    return hunk.lines().stream().map(Object::toString).toList();
  }

  @Test
  void aMailWithTwoFilesIsRead() {
    UnifiedDiff diff =
        UnifiedDiff.parse(
            """
            From 0123 Mon Sep 17 00:00:00 2001
            Subject: [PATCH] mptcp: words

            + a word that is marked
            ---
             net/mptcp/pm.c | 2 +-

            diff --git a/net/mptcp/pm.c b/net/mptcp/pm.c
            index 1..2 100644
            --- a/net/mptcp/pm.c
            +++ b/net/mptcp/pm.c
            @@ -12,3 +12,4 @@ static bool f(struct sock *sk)
             \ta();

            -\tb();
            +\tc();
            +\td();
            @@ -40 +41 @@
            -x
            +y
            diff --git a/net/mptcp/ctrl.c b/net/mptcp/ctrl.c
            --- a/net/mptcp/ctrl.c
            +++ b/net/mptcp/ctrl.c
            @@ -1,0 +2 @@ int g(void)
            +z
            \\ No newline at end of file
            --\s
            2.47.3
            """);

    assertThat(diff.files())
        .extracting(FileDiff::path)
        .containsExactly("net/mptcp/pm.c", "net/mptcp/ctrl.c");
    Hunk first = diff.files().get(0).hunkAt(12).orElseThrow();
    assertThat(first.header()).isEqualTo("@@ -12,3 +12,4 @@ static bool f(struct sock *sk)");
    assertThat(first.heading()).isEqualTo("static bool f(struct sock *sk)");
    assertThat(lines(first)).containsExactly(" \ta();", " ", "-\tb();", "+\tc();", "+\td();");
    assertThat(first.before()).extracting("text").containsExactly("\ta();", "", "\tb();");
    assertThat(first.after()).extracting("text").containsExactly("\ta();", "", "\tc();", "\td();");
    assertThat(diff.files().get(0).hunks()).hasSize(2);
    assertThat(lines(diff.files().get(1).hunks().get(0))).containsExactly("+z");
  }

  @Test
  void quiltsFoldersAndTimesAreNoPartOfThePath() {
    UnifiedDiff diff =
        UnifiedDiff.parse(
            """
            --- linux.orig/net/mptcp/pm.c\t2026-01-01 10:00
            +++ linux/net/mptcp/pm.c\t2026-01-01 10:01
            @@ -1 +1 @@
            -a
            +b
            """);

    assertThat(diff.files()).extracting(FileDiff::path).containsExactly("net/mptcp/pm.c");
  }

  @Test
  void aFileThatComesHasItsNewNameAndOneThatGoesItsOld() {
    UnifiedDiff diff =
        UnifiedDiff.parse(
            """
            --- /dev/null
            +++ b/net/new.c
            @@ -0,0 +1 @@
            +a
            --- a/net/old.c
            +++ /dev/null
            @@ -1 +0,0 @@
            -a
            """);

    assertThat(diff.files()).extracting(FileDiff::path).containsExactly("net/new.c", "net/old.c");
  }

  @Test
  void aHunkIsAsLongAsItSays() {
    UnifiedDiff diff =
        UnifiedDiff.parse(
            """
            --- a/net/x.c
            +++ b/net/x.c
            @@ -1,2 +1,2 @@ int f(void)
            --- a/y;
            +++ b/y;
             z
            @@ -9 +9 @@
            -a
            +b
            """);

    assertThat(diff.files()).hasSize(1);
    assertThat(lines(diff.files().get(0).hunks().get(0)))
        .containsExactly("--- a/y;", "+++ b/y;", " z");
    assertThat(diff.files().get(0).hunks()).hasSize(2);
  }

  @Test
  void aHunkThatIsCutEndsWhereItsLinesDo() {
    UnifiedDiff diff =
        UnifiedDiff.parse(
            """
            --- a/net/x.c
            +++ b/net/x.c
            @@ -1,9 +1,9 @@
             a
            diff --git a/net/y.c b/net/y.c
            --- a/net/y.c
            +++ b/net/y.c
            @@ -1 +1 @@
            -a
            +b
            """);

    assertThat(diff.files()).extracting(FileDiff::path).containsExactly("net/x.c", "net/y.c");
    assertThat(lines(diff.files().get(0).hunks().get(0))).containsExactly(" a");
  }

  @Test
  void thereMayBeNone() {
    assertThat(UnifiedDiff.parse("").files()).isEmpty();
    assertThat(UnifiedDiff.parse("--- a\n+++ b\nwords\n").files()).isEmpty();
  }
}
