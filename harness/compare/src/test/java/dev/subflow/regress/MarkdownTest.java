// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.coverage.TestSelection;
import dev.subflow.coverage.TouchedFunctions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class MarkdownTest {
  private static final Variant BASE = new Variant("base", "v7.3", "/base");
  private static final Variant PATCHED = new Variant("patched", "base + a|b.patch", "/patched");

  private static Build build(Variant variant, List<String> warnings, Optional<String> failure) {
    return new Build(
        variant.name(),
        variant.title(),
        failure.isPresent() ? Optional.empty() : Optional.of(variant.kernel()),
        failure.isPresent() ? "" : "7.3.4",
        warnings,
        Duration.ofSeconds(9),
        failure);
  }

  private static RegressReport report(List<Build> builds, String base, String patched) {
    Tally from = Runs.of(base);
    Tally to = Runs.of(patched);
    Judgement judgement = new Judge(new Rules(0.01, 20)).judge(from, to);
    List<Comparison> comparisons =
        new java.util.ArrayList<>(
            List.of(Comparison.of("Y.z", BASE, PATCHED, from, to, judgement)));
    comparisons.addAll(Builds.compare(builds));
    return new RegressReport(
        builds,
        comparisons,
        Builds.newWarnings(builds),
        Optional.empty(),
        0.01,
        Duration.ofSeconds(60),
        "./subflow regress --tree x");
  }

  @Test
  void tellsWhatRegressedAndHowSureThatIs() {
    RegressReport report =
        report(
            List.of(
                build(BASE, List.of("net/mptcp/pm.c:1:2: warning: old"), Optional.empty()),
                build(
                    PATCHED,
                    List.of(
                        "net/mptcp/pm.c:9:2: warning: old",
                        "net/mptcp/pm.c:3:2: warning: unused variable 'x'"),
                    Optional.empty())),
            "ppppp",
            "fffff");

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(Markdown.of(report))
        .contains(
            "## 1 REGRESSED, 1 UNCHANGED",
            "- patched: base + a\\|b.patch, 7.3.4",
            "| Y.z | REGRESSED | 5 of 5 pass | 0 of 5 pass | 0.004 |",
            "    on patched, FAIL: expected 1 but was 2",
            "warning: unused variable 'x'",
            "    ./subflow regress --tree x")
        .doesNotContain("warning: old");
  }

  @Test
  void whatATreeOrAGuestNamedIsOnlyText() {
    String hostile = "<img src=x>[a](http://h)`b`|\u202e\u001b[2J\n# c";
    Variant variant = new Variant(hostile, hostile, "/p");
    Tally from = Runs.of("ppppp");
    Tally to = Runs.of("fffff");
    Judgement judgement = new Judge(new Rules(0.01, 20)).judge(from, to);
    Build build =
        new Build(
            hostile,
            hostile,
            Optional.of("/p"),
            hostile,
            List.of(),
            Duration.ofSeconds(9),
            Optional.empty());

    String text =
        Markdown.of(
            new RegressReport(
                List.of(build),
                List.of(Comparison.of(hostile, BASE, variant, from, to, judgement)),
                Map.of(hostile, List.of(hostile)),
                Optional.empty(),
                0.01,
                Duration.ZERO,
                hostile));

    assertThat(text).doesNotContain("\u202e", "\u001b", "\n# c");
    assertThat(text.lines().filter(line -> !line.startsWith("    ")))
        .isNotEmpty()
        .noneMatch(line -> line.matches(".*(?<!\\\\)[<\\[`].*"));
    assertThat(text.lines().filter(line -> line.startsWith("| ")).skip(1))
        .allMatch(line -> line.split("(?<!\\\\)\\|", -1).length == 7);
  }

  @Test
  void kernelThatDoesNotBuildIsARegression() {
    RegressReport report =
        report(
            List.of(
                build(BASE, List.of(), Optional.empty()),
                build(PATCHED, List.of(), Optional.of("net/mptcp/pm.c:3: error: no"))),
            "p",
            "p");

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(Markdown.of(report))
        .contains("| build | REGRESSED | builds | does not build | - |", "error: no");
  }

  @Test
  void whatNoTestReachesIsInTheSummary() {
    RegressReport plain = report(List.of(build(BASE, List.of(), Optional.empty())), "p", "p");
    TouchedFunctions touched =
        new TouchedFunctions(
            new TreeSet<>(List.of("mptcp_f", "mptcp_g")), new TreeSet<>(), new TreeSet<>());
    TestSelection selection =
        new TestSelection(
            TestSelection.By.PATCH,
            touched,
            List.of("Y.z"),
            9,
            1,
            0,
            new TreeSet<>(List.of("mptcp_g")));
    RegressReport selected =
        new RegressReport(
            plain.builds(),
            plain.comparisons(),
            plain.newWarnings(),
            Optional.of(selection),
            plain.alpha(),
            plain.took(),
            plain.reproduce());

    assertThat(Markdown.of(plain)).doesNotContain("selected");
    assertThat(Markdown.of(selected))
        .contains(
            "### Tests selected by what is changed",
            "- changed of net/mptcp: mptcp_f, mptcp_g",
            "- 1 of 9 tests run: 1 reaches that",
            "- reached by no test, as far as is known: mptcp_g");
  }

  @Test
  void everyPatchThatMayBeTheCulpritIsNamed() {
    List<Build> builds = threeWithABrokenOne();
    Variant one = new Variant("patch-1", "one", "/1");
    Variant three = new Variant("patch-3", "three", "/3");
    Tally good = Runs.of("ppppp");
    Tally bad = Runs.of("fffff");
    Judgement judgement = new Judge(new Rules(0.01, 20)).judge(good, bad);
    RegressReport report =
        new RegressReport(
            builds,
            List.of(
                Comparison.of("Y.z", BASE, one, good, bad, judgement),
                Comparison.of("Y.a", one, three, good, bad, judgement)),
            Map.of(),
            Optional.empty(),
            0.01,
            Duration.ZERO,
            "./subflow regress");

    assertThat(Markdown.of(report))
        .contains("| Y.z | REGRESSED by patch-1 |", "| Y.a | REGRESSED by patch-2 or patch-3 |");
  }

  @Test
  void warningsAreComparedAcrossABuildThatFailed() {
    assertThat(Builds.newWarnings(threeWithABrokenOne()))
        .isEqualTo(Map.of("patch-3", List.of("net/mptcp/pm.c:1:2: warning: new")));
  }

  private static List<Build> threeWithABrokenOne() {
    return List.of(
        build(BASE, List.of(), Optional.empty()),
        build(new Variant("patch-1", "one", "/1"), List.of(), Optional.empty()),
        build(new Variant("patch-2", "two", "/2"), List.of(), Optional.of("error: no")),
        build(
            new Variant("patch-3", "three", "/3"),
            List.of("net/mptcp/pm.c:1:2: warning: new"),
            Optional.empty()));
  }

  @Test
  void exitCodesFollowTheWorst() {
    List<Build> builds =
        List.of(
            build(BASE, List.of(), Optional.empty()), build(PATCHED, List.of(), Optional.empty()));

    assertThat(report(builds, "p", "p").exitCode()).isZero();
    assertThat(report(builds, "fffff", "ppppp").exitCode()).isZero();
    assertThat(report(builds, "p", "iiiii").exitCode()).isEqualTo(3);
    assertThat(report(builds, "p", "s").exitCode()).isEqualTo(3);
    assertThat(report(builds, "pp", "xx").exitCode()).isEqualTo(1);
    assertThat(report(builds, "s", "p").exitCode()).isZero();
    assertThat(report(builds, "s", "f").exitCode()).as("a new test that fails").isEqualTo(1);
    assertThat(report(builds, "p", "p").counts()).isEqualTo(Map.of(Change.UNCHANGED, 2L));
  }

  @Test
  void behaviourOfPairingsIsToldByTheEndThatItFollows() {
    Differs counter = differs("MPTcpExtEchoAdd +1 on server (base: 0)", List.of());
    List<Build> pairings =
        Pairs.of(
            build(BASE, List.of(), Optional.empty()), build(PATCHED, List.of(), Optional.empty()));
    Tally good = Runs.of("ppppp");
    Tally bad = Runs.of("fffff");
    Judgement judgement = new Judge(new Rules(0.01, 20)).judge(good, bad);
    RegressReport report =
        new RegressReport(
            pairings,
            List.of(
                Comparison.of(
                    "Y.z", BASE, pairings.get(2).built().orElseThrow(), good, bad, judgement)),
            List.of(differs("server sends ADD_ADDR echo", List.of(counter))),
            Map.of(),
            Optional.empty(),
            0.01,
            Duration.ZERO,
            "./subflow regress");

    assertThat(Markdown.of(report))
        .contains(
            "- server: patched on the server\n",
            "| Y.z | REGRESSED with patched on the server alone |",
            "| with 7.3 on the server: server sends ADD_ADDR echo | 10 of 10 | 0 of 10 | 1e-05 |",
            "| with it: MPTcpExtEchoAdd +1 on server (base: 0) | | | | |\n",
            "nothing seen tells them apart");
    assertThat(report.headline()).isEqualTo("1 REGRESSED, 1 DIFFERS");
  }

  private static Differs differs(String words, List<Differs> with) {
    return new Differs(
        words,
        "base",
        List.of("server", "patched"),
        "with 7.3 on the server",
        "10 of 10",
        "0 of 10",
        0.00001,
        List.of("Y.z"),
        with);
  }
}
