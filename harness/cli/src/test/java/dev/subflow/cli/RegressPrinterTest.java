// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.regress.Build;
import dev.subflow.regress.Change;
import dev.subflow.regress.Comparison;
import dev.subflow.regress.Comparison.Counts;
import dev.subflow.regress.Differs;
import dev.subflow.regress.Pairs;
import dev.subflow.regress.RegressReport;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegressPrinterTest {
  @TempDir Path temp;

  private static Comparison comparison(String test, Change change, String from, String to, int ok) {
    return new Comparison(
        test,
        change,
        from,
        to,
        new Counts(0, 0, 0, "none"),
        new Counts(ok, 1 - ok, 0, ok + " of 1 pass"),
        OptionalDouble.empty(),
        "",
        Optional.empty(),
        Optional.empty());
  }

  private static Build build(String variant, Optional<String> failure) {
    return new Build(
        variant,
        "title of " + variant,
        failure.isPresent() ? Optional.empty() : Optional.of("/" + variant),
        "7.3",
        List.of(),
        Duration.ZERO,
        failure);
  }

  private static RegressReport report(List<Build> builds, Comparison... comparisons) {
    return new RegressReport(
        builds,
        List.of(comparisons),
        Map.of(),
        Optional.empty(),
        0.01,
        Duration.ZERO,
        "./subflow regress");
  }

  private String printed(RegressReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RegressPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), new Style(false))
        .print(report, RunDirectory.at(temp));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static RegressReport differing() {
    Differs one =
        new Differs(
            "client sends REMOVE_ADDR id 0 instead of id 2\u001b[2J",
            "base",
            List.of("patched"),
            "",
            "10 of 10",
            "0 of 10",
            0.00001,
            List.of("RemovedAddress.endpointTakesItsSubflowAlong", "LostLink.otherLinkCarriesOn"),
            List.of());
    return new RegressReport(
        List.of(build("base", Optional.empty()), build("patched", Optional.empty())),
        List.of(comparison("passes", Change.UNCHANGED, "base", "patched", 1)),
        List.of(one),
        Map.of(),
        Optional.empty(),
        0.01,
        Duration.ZERO,
        "./subflow regress");
  }

  @Test
  void behaviourThatDiffersIsToldWithItsTests() {
    assertThat(printed(differing()))
        .contains(
            "\nDIFFERS  client sends REMOVE_ADDR id 0 instead of id 2",
            "as the base in 10 of 10 runs of it and in 0 of 10 after, chance 1e-05;"
                + " RemovedAddress.endpointTakesItsSubflowAlong and 1 more")
        .doesNotContain("\u001b");
  }

  @Test
  void behaviourThatDiffersFailsOnlyWhereThatIsAskedFor() {
    assertThat(differing().exitCode(false)).isZero();
    assertThat(differing().exitCode(true)).isEqualTo(1);
    assertThat(
            report(
                    List.of(build("base", Optional.empty()), build("patched", Optional.empty())),
                    comparison("passes", Change.UNCHANGED, "base", "patched", 1))
                .exitCode(true))
        .isZero();
  }

  @Test
  void aNewTestThatFailsIsNoPass() {
    RegressReport report =
        report(
            List.of(build("base", Optional.empty()), build("patched", Optional.empty())),
            comparison("fails", Change.NEW, "base", "patched", 0),
            comparison("passes", Change.NEW, "base", "patched", 1));

    new RegressPrinter(System.out, new Style(false)).keep(report, RunDirectory.at(temp));

    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.FAIL, Verdict.PASS);
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void everyPatchThatMayBeTheCulpritIsNamed() {
    String printed =
        printed(
            report(
                List.of(
                    build("base", Optional.empty()),
                    build("patch-1", Optional.empty()),
                    build("patch-2", Optional.of("error: no")),
                    build("patch-3", Optional.empty())),
                comparison("a", Change.REGRESSED, "patch-1", "patch-3", 0),
                comparison("b", Change.REGRESSED, "base", "patch-1", 0)));

    assertThat(printed).contains("REGRESSED by patch-2 or patch-3", "REGRESSED by patch-1 ");
    assertThat(printed.lines())
        .containsSubsequence(
            "culprit, one of these: patch-2: title of patch-2",
            "culprit, one of these: patch-3: title of patch-3",
            "    a",
            "culprit patch-1: title of patch-1",
            "    b");
  }

  private static Differs onTheServer(String words, Differs... with) {
    return new Differs(
        words,
        "base",
        List.of("server", "patched"),
        "with 7.3 on the server",
        "10 of 10",
        "0 of 10",
        0.00001,
        List.of("passes"),
        List.of(with));
  }

  private static RegressReport paired() {
    return new RegressReport(
        Pairs.of(build("base", Optional.empty()), build("patched", Optional.empty())),
        List.of(
            comparison("passes", Change.UNCHANGED, "base", "client", 1),
            comparison("passes", Change.UNCHANGED, "base", "server", 1),
            comparison("fails", Change.REGRESSED, "base", "client", 0)),
        List.of(
            onTheServer("server sends RST", onTheServer("MPTcpExtMPRstTx +1 on server\u001b[2J"))),
        Map.of(),
        Optional.empty(),
        0.01,
        Duration.ZERO,
        "./subflow regress");
  }

  @Test
  void whatComesTogetherStandsBelowTheEndThatItFollows() {
    assertThat(printed(paired()))
        .contains(
            """

            DIFFERS with 7.3 on the server:
                server sends RST
                with it: MPTcpExtMPRstTx +1 on server""",
            "REGRESSED with patched on the client alone ",
            "1 DIFFERS in ")
        .doesNotContain("culprit", "\u001b");
  }

  @Test
  void differencesAreNotedAtThePairingsThatShowThem() {
    new RegressPrinter(System.out, new Style(false)).keep(paired(), RunDirectory.at(temp));

    assertThat(RunReport.read(temp).results())
        .filteredOn(r -> r.verdict() == Verdict.PASS)
        .extracting(r -> r.id() + ": " + r.message().orElse("-").lines().count())
        .containsExactly("passes (base -> client): 1", "passes (base -> server): 2");
    assertThat(temp.resolve("regress.json"))
        .content()
        .contains("\"where\" : \"with 7.3 on the server\"", "\"with\" : [ {");
  }
}
