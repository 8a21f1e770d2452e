// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.Cache;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.coverage.TestSelection;
import dev.subflow.coverage.TouchedFunctions;
import dev.subflow.failure.UsageException;
import dev.subflow.run.TestChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SelectOptionTest {
  private static final String PACKAGE = "dev.subflow.cli.guests";
  private static final String CODE = "int mptcp_%s(void)\n{\n\treturn %d;\n}\n\n";

  @TempDir private Path temp;

  private Cache cache() {
    return new Cache(temp.resolve("cache"));
  }

  private static <T> T parsed(T options, String... arguments) {
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git", "-C", temp.toString(), "-c", "user.name=x"));
    argv.addAll(List.of("-c", "user.email=x@y"));
    argv.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
  }

  private void write(int f, int g) throws IOException {
    Files.createDirectories(temp.resolve("net/mptcp"));
    Files.createDirectories(temp.resolve("net/ipv4"));
    Files.writeString(
        temp.resolve("net/mptcp/pm.c"), String.format(CODE, "f", f) + String.format(CODE, "g", g));
    Files.writeString(temp.resolve("net/ipv4/tcp.c"), "int a = " + f + ";\n");
  }

  private void commit() throws IOException, InterruptedException {
    git("add", "net");
    git("commit", "-q", "-m", "x");
  }

  @Test
  void withoutARecordItNamesTheCommandThatMakesOne() {
    SelectOption select = parsed(new SelectOption(), "--select");
    RegressPlan tree = parsed(new RegressPlan(), "--tree", "/linux", "--base", "v7.3");
    RegressPlan packaged = parsed(new RegressPlan(), "--package", "7.3");

    assertThatThrownBy(() -> select.check(cache(), List.of(), tree))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no coverage of any test is recorded")
        .hasMessageContaining("subflow run '*' --coverage --kernel tree:/linux@v7.3#coverage");
    assertThatThrownBy(() -> select.check(cache(), List.of(), packaged))
        .hasMessageContaining("kernel build --package 7.3 --config base,mptcp,coverage");
    assertThatCode(() -> new SelectOption().check(cache(), List.of(), tree))
        .doesNotThrowAnyException();
  }

  @Test
  void kernelsThatAreThereHaveNoPatch() {
    SelectOption select = parsed(new SelectOption(), "--select");

    assertThatThrownBy(() -> select.check(cache(), List.of("a", "b"), new RegressPlan()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--kernels has no patch");
  }

  @Test
  void testsAreThoseThatReachWhatARevisionChanges() throws Exception {
    git("init", "-q");
    write(1, 1);
    commit();
    write(2, 1);
    commit();
    write(2, 2);
    RegressPlan head =
        parsed(new RegressPlan(), "--tree", temp.toString(), "--base", "HEAD~1", "--head", "HEAD");
    RegressPlan onDisk = parsed(new RegressPlan(), "--tree", temp.toString(), "--base", "HEAD");

    TouchedFunctions byHead = head.touched(head.read(text -> {}));
    TouchedFunctions byDisk = onDisk.touched(onDisk.read(text -> {}));

    assertThat(byHead.changed()).containsExactly("mptcp_f");
    assertThat(byHead.elsewhere()).containsExactly("net/ipv4/tcp.c");
    assertThat(byDisk.changed()).containsExactly("mptcp_g");
    assertThat(byDisk.elsewhere()).isEmpty();
  }

  @Test
  void testsAreThoseThatReachWhatPatchesChange() throws Exception {
    Path patch = temp.resolve("x.patch");
    Files.writeString(
        patch,
        """
        --- a/net/mptcp/pm.c
        +++ b/net/mptcp/pm.c
        @@ -2,3 +2,3 @@ int mptcp_f(void)
         {
        -\treturn 1;
        +\treturn 2;
         }
        """);
    RegressPlan plan = parsed(new RegressPlan(), "--package", "7.3", "--patch", patch.toString());
    TestChoice all = TestChoice.of(List.of("all", "kselftest:diag"), Optional.of(PACKAGE));
    assertThat(all.scenarios()).hasSizeGreaterThan(1);
    String reaching = all.names().get(0);
    CoverageMap.update(
        cache(), Map.of(reaching, Set.of("mptcp_f"), all.names().get(1), Set.of("mptcp_g")));

    TestSelection picked = SelectOption.pick(cache(), plan.touched(plan.read(text -> {})), all);
    TestChoice only = all.only(picked.tests());

    assertThat(picked.touched().changed()).containsExactly("mptcp_f");
    assertThat(only.names())
        .contains(reaching, "kselftest:diag.sh")
        .doesNotContain(all.names().get(1));
  }
}
