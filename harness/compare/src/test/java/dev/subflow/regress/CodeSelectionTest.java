// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.kernel.ChangedSymbols;
import dev.subflow.cache.Cache;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.coverage.TestSelection;
import dev.subflow.coverage.TouchedFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests f, g and h reach the functions mptcp_f, mptcp_g and mptcp_h. */
final class CodeSelectionTest {
  private static final List<String> OFFERED = List.of("f", "g", "h");

  @TempDir private Path temp;
  private int made;

  @BeforeEach
  void record() {
    CoverageMap.update(
        cache(), Map.of("f", Set.of("mptcp_f"), "g", Set.of("mptcp_g"), "h", Set.of("mptcp_h")));
  }

  private Cache cache() {
    return new Cache(temp.resolve("cache"));
  }

  private Build built(TinyKernel kernel) throws IOException {
    return kernel.built(temp.resolve("kernel-" + ++made));
  }

  private static TinyKernel kernel(String f, String g) {
    return new TinyKernel()
        .function("mptcp_f", f)
        .function("mptcp_g", g)
        .function("mptcp_h", "h CALL:mptcp_f CALL:mptcp_g")
        .data("mptcp_table", "12345678");
  }

  /** What the patch says: a header that nobody knows the users of. */
  private TestSelection byHeader() {
    return byPatch(Set.of(), Set.of("net/mptcp/protocol.h"));
  }

  private TestSelection byPatch(Set<String> changed, Set<String> elsewhere) {
    TouchedFunctions touched =
        new TouchedFunctions(new TreeSet<>(changed), new TreeSet<>(), new TreeSet<>(elsewhere));
    return TestSelection.of(touched, CoverageMap.load(cache()), OFFERED);
  }

  private CodeSelection picked(TestSelection byPatch, Build... builds) {
    return CodeSelection.of(byPatch, List.of(builds), CoverageMap.load(cache()), OFFERED);
  }

  @Test
  void ofAHeaderThoseRunThatReachOtherCode() throws IOException {
    assertThat(byHeader().tests()).isEqualTo(OFFERED);

    CodeSelection picked =
        picked(byHeader(), built(kernel("f", "g")), built(kernel("f", "longer")));

    assertThat(picked.selection().by()).isEqualTo(TestSelection.By.CODE);
    assertThat(picked.selection().tests()).containsExactly("g");
    assertThat(picked.selection().lines())
        .containsExactly("functions with other code: mptcp_g", "1 of 3 tests run: 1 reaches that");
    assertThat(picked.note()).isEmpty();
  }

  @Test
  void whatOnlyMovesIsTheSame() throws IOException {
    Build base = built(kernel("f", "g"));
    Build moved = built(kernel("much longer", "g"));

    assertThat(symbols(base, moved).functions()).containsExactly("mptcp_f");
  }

  private static ChangedSymbols symbols(Build base, Build patched) {
    return ChangedSymbols.between(
            Path.of(base.kernel().orElseThrow()), Path.of(patched.kernel().orElseThrow()))
        .orElseThrow();
  }

  @Test
  void aCallOfAnotherIsOtherCode() throws IOException {
    Build base = built(kernel("f", "g"));
    Build other = built(kernel("f", "g").function("mptcp_h", "h CALL:mptcp_g CALL:mptcp_f"));

    assertThat(symbols(base, other).functions()).containsExactly("mptcp_h");
  }

  @Test
  void stepsOfASeriesCountTogether() throws IOException {
    CodeSelection picked =
        picked(
            byHeader(),
            built(kernel("f", "g")),
            built(kernel("ff", "g")),
            built(kernel("ff", "gg")));

    assertThat(picked.selection().tests()).containsExactly("f", "g");
  }

  @Test
  void ofOtherDataAndWhatNoneReachesAllRun() throws IOException {
    Build base = built(kernel("f", "g"));
    CodeSelection data =
        picked(byHeader(), base, built(kernel("ff", "g").data("mptcp_table", "12345679")));
    CodeSelection unreached =
        picked(
            byHeader(),
            built(kernel("f", "g").function("tcp_x", "x")),
            built(kernel("f", "g").function("tcp_x", "y")));

    assertThat(data.selection().tests()).isEqualTo(OFFERED);
    assertThat(data.selection().lines())
        .contains(
            "all 3 tests run: it can't be told what depends on data that changed: mptcp_table");
    assertThat(unreached.selection().tests()).isEqualTo(OFFERED);
    assertThat(unreached.selection().unreached()).containsExactly("tcp_x");
  }

  /** As where the one that is patched is inlined into others. */
  @Test
  void ofTwoCertainChoicesTheSmallerOneRuns() throws IOException {
    TestSelection byPatch = byPatch(Set.of("mptcp_f"), Set.of());

    CodeSelection picked = picked(byPatch, built(kernel("f", "g")), built(kernel("a", "b")));

    assertThat(picked.selection()).isEqualTo(byPatch);
    assertThat(picked.selection().tests()).containsExactly("f");
  }

  @Test
  void withoutSymbolsThePatchHasToDo() throws IOException {
    Build base = built(kernel("f", "g"));
    Build broken = built(kernel("f", "gg"));
    Path file = Path.of(broken.kernel().orElseThrow()).resolve("vmlinux");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    CodeSelection picked = picked(byHeader(), base, broken);

    assertThat(picked.selection()).isEqualTo(byHeader());
    assertThat(picked.note()).get().asString().contains("no symbols");
    assertThat(picked(byHeader(), base, built(kernel("f", "g"))).note())
        .get()
        .asString()
        .contains("no function has other code");
  }

  @Test
  void oneThatDoesNotBuildHasNoCode() throws IOException {
    Build failed =
        new Build(
            "patched",
            "patched",
            Optional.empty(),
            "",
            List.of(),
            Duration.ZERO,
            Optional.of("error"));

    CodeSelection picked = picked(byHeader(), built(kernel("f", "g")), failed);

    assertThat(picked.selection()).isEqualTo(byHeader());
    assertThat(picked.note()).isEmpty();
  }
}
