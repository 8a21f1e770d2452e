// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.patch.KernelPatch;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a small git tree of the user's, and the real git. */
final class WorkAreaTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir private Path folder;
  private Path user;
  private UserTree tree;
  private WorkArea area;

  @BeforeEach
  void aTree() throws IOException {
    user = Files.createDirectories(folder.resolve("linux"));
    Files.createDirectories(user.resolve("scripts/kconfig"));
    Files.createDirectories(user.resolve("net/mptcp"));
    Files.writeString(user.resolve("Makefile"), "VERSION = 7\n");
    Files.writeString(user.resolve("Kconfig"), "");
    Files.writeString(user.resolve("scripts/kconfig/merge_config.sh"), "");
    Files.writeString(user.resolve("net/mptcp/Makefile"), "obj-y := pm.o\n");
    Files.writeString(user.resolve("net/mptcp/pm.c"), "one\ntwo\nthree\nfour\n");
    Files.writeString(user.resolve(".gitignore"), "*.o\n");
    git("init", "-q");
    commit("first");
    tree = UserTree.of(user);
    area = new WorkArea(new Cache(folder.resolve("cache")), tree.id());
    area.open(tree.objects());
  }

  private void git(String... arguments) throws IOException {
    String[] command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new);
    Program.of(command)
        .in(user)
        .with("GIT_AUTHOR_NAME", "a")
        .with("GIT_AUTHOR_EMAIL", "a@example.org")
        .with("GIT_COMMITTER_NAME", "a")
        .with("GIT_COMMITTER_EMAIL", "a@example.org")
        .output();
  }

  private void commit(String message) throws IOException {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  private static KernelPatch patch(String from, String to) {
    return new KernelPatch(
        from + " to " + to,
        "--- a/net/mptcp/pm.c\n+++ b/net/mptcp/pm.c\n@@ -1,4 +1,4 @@\n one\n-"
            + from
            + "\n+"
            + to
            + "\n three\n four\n");
  }

  private String pm() throws IOException {
    return Files.readString(area.source().resolve("net/mptcp/pm.c"));
  }

  private String onDisk() throws IOException {
    return area.treeOf(user, Optional.of(tree.index()), false);
  }

  @Test
  void aRevisionIsCheckedOutAndPatched() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));

    area.checkOut(area.apply(base, List.of(patch("two", "2"), patch("2", "II"))));
    assertThat(pm()).isEqualTo("one\nII\nthree\nfour\n");

    area.checkOut(base);
    assertThat(pm()).isEqualTo("one\ntwo\nthree\nfour\n");
  }

  @Test
  void onlyFilesThatDifferAreWritten() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));
    area.checkOut(base);
    Path other = area.source().resolve("net/mptcp/Makefile");
    FileTime before = Files.getLastModifiedTime(other);

    area.checkOut(area.apply(base, List.of(patch("two", "2"))));

    assertThat(Files.getLastModifiedTime(other)).isEqualTo(before);
    assertThat(pm()).contains("2");
  }

  @Test
  void aDirtyTreeIsTakenAsItIsAndLeftAsItWas() throws IOException {
    Files.writeString(user.resolve("net/mptcp/pm.c"), "changed\n");
    Files.writeString(user.resolve("net/mptcp/new.c"), "new\n");
    Files.writeString(user.resolve("net/mptcp/pm.o"), "object\n");
    Files.delete(user.resolve("Kconfig"));
    Path index = tree.index();
    Files.setLastModifiedTime(index, LONG_AGO);
    byte[] before = Files.readAllBytes(index);
    String objects = Program.of("git", "count-objects").in(user).output();

    area.checkOut(onDisk());

    assertThat(pm()).isEqualTo("changed\n");
    assertThat(area.source().resolve("net/mptcp/new.c")).exists();
    assertThat(area.source().resolve("net/mptcp/pm.o")).doesNotExist();
    assertThat(area.source().resolve("Kconfig")).doesNotExist();
    assertThat(Files.readAllBytes(index)).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(index)).isEqualTo(LONG_AGO);
    assertThat(user.resolve(".git/worktrees")).doesNotExist();
    assertThat(Program.of("git", "count-objects").in(user).output()).isEqualTo(objects);
  }

  @Test
  void aTreeThatWentBackToACommitHasThatCommitsTree() throws IOException {
    String clean = onDisk();
    Files.writeString(user.resolve("net/mptcp/pm.c"), "changed\n");
    assertThat(onDisk()).isNotEqualTo(clean);
    git("checkout", "-q", "--", ".");

    assertThat(onDisk()).isEqualTo(clean).isEqualTo(area.treeOf(tree.commit("HEAD")));
  }

  @Test
  void aTreeWithoutGitIsTakenWhole() throws IOException {
    Path plain = Files.createDirectories(folder.resolve("plain/net"));
    Files.writeString(plain.resolve("a.c"), "a");
    Files.writeString(plain.resolve("b.o"), "b");
    Files.writeString(plain.resolve("../.gitignore"), "*.o\n");
    Path root = plain.resolveSibling("");
    WorkArea own = new WorkArea(new Cache(folder.resolve("cache")), "plain");
    own.open(Optional.empty());

    own.checkOut(own.treeOf(root, Optional.empty(), true));

    assertThat(own.source().resolve("net/b.o")).exists();
    assertThat(root.resolve(".git")).doesNotExist();
  }

  @Test
  void whatAKilledCheckoutLeftIsPutRight() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));
    area.checkOut(base);
    Path home = area.source().resolveSibling("");
    Files.writeString(home.resolve("busy"), base);
    Files.writeString(home.resolve("index.lock"), "");
    Files.writeString(area.source().resolve("net/mptcp/pm.c"), "half");
    Files.writeString(area.source().resolve("net/mptcp/stray.h"), "stray");

    area.open(tree.objects());
    area.checkOut(base);

    assertThat(pm()).isEqualTo("one\ntwo\nthree\nfour\n");
    assertThat(area.source().resolve("net/mptcp/stray.h")).doesNotExist();
  }

  @Test
  void aPatchThatDoesNotApplyNamesItsHunk() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));

    assertThatThrownBy(() -> area.apply(base, List.of(patch("two", "2"), patch("zwei", "3"))))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Patch zwei to 3 does not apply:")
        .hasMessageContaining("net/mptcp/pm.c: hunk 1 of 1 (@@ -1,4 +1,4 @@) finds no such lines")
        .hasMessageContaining("  | -zwei");
  }

  @Test
  void otherReasonsWhyAPatchDoesNotApply() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));
    String patched = area.apply(base, List.of(patch("two", "2")));
    KernelPatch elsewhere =
        new KernelPatch("p", patch("two", "2").text().replace("mptcp/pm.c", "mptcp/gone.c"));
    KernelPatch damaged = new KernelPatch("d", patch("two", "2").text().replace(" four\n", ""));

    assertThatThrownBy(() -> area.apply(patched, List.of(patch("two", "2"))))
        .hasMessage("Patch two to 2 does not apply: the tree has it already.");
    assertThatThrownBy(() -> area.apply(base, List.of(elsewhere)))
        .hasMessageContaining("net/mptcp/gone.c: no such file in the tree");
    assertThatThrownBy(() -> area.apply(base, List.of(damaged)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("corrupt patch at line");
  }

  @Test
  void aLineAppendedIsInTheTreeOnly() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));

    area.checkOut(area.append(base, "net/mptcp/Makefile", "GCOV_PROFILE := y"));

    assertThat(area.source().resolve("net/mptcp/Makefile"))
        .hasContent("obj-y := pm.o\nGCOV_PROFILE := y\n");
  }

  @Test
  void treesAreComparedByFile() throws IOException {
    String base = area.treeOf(tree.commit("HEAD"));
    String patched = area.apply(base, List.of(patch("two", "2")));

    assertThat(area.differ(base, patched, "*Kconfig*")).isFalse();
    assertThat(area.differ(base, patched, "net")).isTrue();
    assertThat(area.part(base, "scripts")).isEqualTo(area.part(patched, "scripts"));
    assertThat(area.part(base, "net")).isNotEqualTo(area.part(patched, "net"));
    assertThat(area.part(base, "nosuch")).isEmpty();
  }

  @Test
  void revisionsThatDoNotExistOrAreNoKernelAreRefused() throws IOException {
    git("rm", "-q", "Makefile");
    git("commit", "-q", "-m", "no kernel any more");

    assertThatThrownBy(() -> tree.commit("nosuch"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Unknown revision \"nosuch\"");
    assertThatThrownBy(() -> tree.commit("--help"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Unknown revision");
    assertThatThrownBy(() -> tree.commit("HEAD"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no kernel");
    assertThatThrownBy(tree::requireSources).hasMessageContaining("it has no Makefile");
    assertThatThrownBy(() -> UserTree.of(folder.resolve("gone")))
        .hasMessageContaining("no such folder");
  }

  @Test
  void aNewConfigurationGoesOnFromTheOneNearestToIt() throws IOException {
    out("plain", "base", "mptcp");
    out("debug", "base", "mptcp", "debug");
    Files.setLastModifiedTime(area.out("plain", Set.of("base", "mptcp")), LONG_AGO);

    assertThat(area.out("extra", Set.of("base", "mptcp", "extra")).resolve("of"))
        .hasContent("plain");
    assertThat(area.out("more", Set.of("base", "mptcp", "debug", "extra")).resolve("of"))
        .hasContent("debug");
  }

  @Test
  void whatAKilledBuildLeftIsNotGoneOnFrom() throws IOException {
    out("plain", "base");
    out("killed", "base", "mptcp");
    Files.writeString(area.out("killed", Set.of("base", "mptcp")).resolve(WorkArea.UNFINISHED), "");

    assertThat(area.out("new", Set.of("base", "mptcp", "extra")).resolve("of")).hasContent("plain");
    assertThat(area.out("killed", Set.of("base", "mptcp")).resolve("of")).hasContent("plain");
  }

  @Test
  void whatAnotherBuilderMadeIsNotGoneOnFrom() throws IOException {
    out("plain", "base");
    Path ours = area.out("plain", Set.of("base"));
    String name = ours.getFileName().toString();
    String others = name.replace("-" + KernelBuilder.VERSION + "-", "-another-");
    Files.move(ours, ours.resolveSibling(others));

    assertThat(area.out("plain", Set.of("base"))).isEqualTo(ours).isEmptyDirectory();
  }

  private void out(String name, String... fragments) throws IOException {
    Path out = area.out(name, Set.of(fragments));
    Files.writeString(out.resolve(Cache.BUILD_CONFIGURATION), String.join(",", fragments));
    Files.writeString(out.resolve("of"), name);
  }
}
