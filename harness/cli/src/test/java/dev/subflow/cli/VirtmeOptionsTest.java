// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.virtme.Hooks.Place;
import dev.subflow.virtme.VirtmeImage;
import dev.subflow.virtme.VirtmeInputs;
import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeRun;
import dev.subflow.virtme.VirtmeRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class VirtmeOptionsTest {
  @TempDir private Path temp;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = VirtmeCommandTest.makeTree(temp.resolve("linux"));
  }

  private VirtmeOptions parsed(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--tree", tree.toString()));
    all.addAll(List.of(arguments));
    VirtmeOptions options = new VirtmeOptions();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(all.toArray(String[]::new));
    return options;
  }

  private VirtmeRun run(String... arguments) {
    return parsed(arguments).run(VirtmeMode.VM_AUTO, List.of(), false);
  }

  @Test
  void inputsAndVariablesReachTheContainer() {
    assertThat(run("--input=CPUS=1", "--input", "BUILD_SKIP", "--env=A==b").inputs().variables())
        .isEqualTo(Map.of("INPUT_CPUS", "1", "INPUT_BUILD_SKIP", "1", "A", "=b"));
  }

  @Test
  void aVariableThatWouldReplaceTheModeIsRefused() {
    assertThatThrownBy(() -> run("--env=INPUT_MODE=normal"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("INPUT_MODE would replace the mode");
    assertThatThrownBy(() -> run("--env==x"))
        .isInstanceOf(UsageException.class)
        .hasMessage("no environment variable can be called \"\"");
  }

  @Test
  void scriptsAndFilesBecomeHooksInTheirPlaces() throws IOException {
    Path before = Files.writeString(temp.resolve("before"), "sysctl -a");
    Path after = Files.writeString(temp.resolve("after"), "dmesg\n");

    VirtmeRun run =
        run(
            "--test=diag.sh",
            "--test=mptcp_join.sh -f",
            "--exec-pre=" + before,
            "--exec-post=" + after);

    assertThat(run.hooks().scripts())
        .isEqualTo(
            Map.of(
                Place.BEFORE_TESTS, "sysctl -a\n",
                Place.TESTS, "run_selftest_one ./diag.sh\nrun_selftest_one ./mptcp_join.sh -f\n",
                Place.AFTER_TESTS, "dmesg\n"));
  }

  @Test
  void anotherTreeIsRunWithTheSameOptions() throws IOException {
    Path other = VirtmeCommandTest.makeTree(temp.resolve("other"));
    VirtmeOptions options = parsed("--test=diag.sh");

    VirtmeRun run = options.run(other, VirtmeMode.VM_AUTO, List.of());

    assertThat(options.folder()).isEqualTo(tree);
    assertThat(run.sharesTreeWith(VirtmeRun.of(other, VirtmeMode.VM_AUTO, VirtmeInputs.none())))
        .isTrue();
    assertThat(run.terminal()).isFalse();
    assertThat(run.hooks().scripts()).containsKey(Place.TESTS);
  }

  @Test
  void withoutKvmTheContainerDoesNotGetIt() {
    assertThat(docker("--accel=tcg")).noneMatch(word -> word.contains("/dev/kvm"));
    assertThat(docker("--accel=KVM").stream().anyMatch(word -> word.contains("/dev/kvm")))
        .isEqualTo(Files.exists(Path.of("/dev/kvm")));
    assertThatThrownBy(() -> run("--accel=hvf"))
        .isInstanceOf(UsageException.class)
        .hasMessage("accelerator \"hvf\" is not one of auto, kvm, tcg");
    assertThat(docker("--privileged")).contains("--privileged");
    assertThat(docker()).doesNotContain("--privileged");
  }

  private List<String> docker(String... options) {
    return VirtmeRunner.dockerRun(run(options), "image");
  }

  @Test
  void theImageIsUpstreamsUnlessAnotherIsNamed() {
    assertThat(parsed().image().names()).containsExactly(VirtmeImage.UPSTREAM, VirtmeImage.MIRROR);
    assertThat(parsed("--image=mine", "--pull=never").image())
        .isEqualTo(new VirtmeImage(List.of("mine"), VirtmeImage.Pull.NEVER));
  }
}
