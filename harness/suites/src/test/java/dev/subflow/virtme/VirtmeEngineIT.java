// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Containers of a real engine, in which a small program plays the image. */
final class VirtmeEngineIT {
  @TempDir static Path image;
  @TempDir Path temp;
  private static Engine engine;
  private KernelTree tree;

  @BeforeAll
  static void buildImage() throws IOException, InterruptedException {
    engine = StubImage.engine();
    StubImage.build(engine, image);
  }

  @AfterAll
  static void removeImage() {
    if (engine != null) {
      engine.client().removeImageCmd(StubImage.NAME).withForce(true).exec();
    }
  }

  @BeforeEach
  void makeTree() throws IOException {
    tree = Trees.make(temp.resolve("linux"));
    Files.createDirectories(tree.workDirectory().resolve("build/arch"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(ours()).isEmpty();
    try (Stream<Path> files = Files.list(tree.root())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(".virtme", "Kconfig", "Makefile", "net", "scripts", "tools");
    }
    Path results = tree.workDirectory().resolve("results");
    if (Files.exists(results)) {
      assertThat(results).isEmptyDirectory();
    }
  }

  private static List<Container> ours() {
    return engine
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Engine.LABEL, "true"))
        .exec();
  }

  private VirtmeRun command(String... words) {
    return VirtmeRun.of(tree, VirtmeMode.CMD, false)
        .withArguments(List.of(words))
        .withPrivileges(new Privileges(false, List.of(), List.of()));
  }

  private RunEnd run(VirtmeRun run, ByteArrayOutputStream output) {
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      return runner.run(run, StubImage.NAME, Optional.empty(), output::writeBytes, t -> {});
    }
  }

  private static String text(ByteArrayOutputStream output) {
    return output.toString(StandardCharsets.UTF_8);
  }

  private List<TestResult> test(String story) {
    VirtmeRun run =
        VirtmeRun.of(tree, VirtmeMode.VM_AUTO, false)
            .withInputs(VirtmeInputs.none().free("STORY", story))
            .withHooks(Hooks.selftests(List.of("diag.sh")))
            .withPrivileges(new Privileges(false, List.of(), List.of()));
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      return runner.test(
          run, StubImage.NAME, RunDirectory.at(temp.resolve("out")), RunOutput.Observer.NONE);
    }
  }

  @Test
  void exitCodesAndOutputComeBack() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    VirtmeRun unknown = VirtmeRun.of(tree, VirtmeMode.STATIC, false);

    assertThat(run(command("exit", "7"), output)).isEqualTo(RunEnd.exited(7));
    assertThat(run(unknown.withPrivileges(command("x").privileges()), output).exitCode())
        .isEqualTo(1);
    assertThat(text(output)).contains("Unknown mode: static");
  }

  @Test
  void hooksAreInTheTreeOnlyWhileItRuns() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    VirtmeRun run =
        command("there", ".virtme-exec-run").withHooks(Hooks.selftests(List.of("diag.sh")));

    assertThat(run(run, output).exitCode()).isZero();
    assertThat(text(output)).contains("yes");
  }

  @Test
  void whatTestsLeaveBecomesResults() {
    List<TestResult> results = test("");

    assertThat(results)
        .extracting(TestResult::id, TestResult::className, TestResult::verdict)
        .containsExactly(
            tuple("diag.sh:no msk on netns creation", "net.mptcp", Verdict.PASS),
            tuple("diag.sh:listen match for dport 10000", "net.mptcp", Verdict.PASS));
    assertThat(results.get(0).kernels()).containsEntry("guest", "7.3.4-stub");
    Path evidence = temp.resolve("out").resolve(results.get(0).evidence().orElseThrow());
    assertThat(evidence.resolve("selftest_diag_subtests.tap")).exists();
    assertThat(evidence.resolve("container.log")).content().contains("Boot VM");
  }

  @Test
  void aPanicIsACrashOfWhatRan() {
    assertThat(test("panic"))
        .extracting(TestResult::id, TestResult::verdict)
        .containsExactly(
            tuple("diag.sh:no msk on netns creation", Verdict.PASS),
            tuple("diag.sh:listen match for dport 10000", Verdict.CRASH),
            tuple("diag.sh:diag.sh", Verdict.MISSING));
  }

  @Test
  void aBuildErrorIsAFailure() {
    assertThat(test("build"))
        .extracting(TestResult::id, TestResult::verdict)
        .containsExactly(tuple("virtme:build", Verdict.FAIL));
  }

  @Test
  void aContainerThatSomebodyKillsSaysNothingOfTheKernel() {
    CompletableFuture<Void> killer = whenItRuns(id -> engine.client().killContainerCmd(id).exec());

    assertThat(test("hang"))
        .extracting(TestResult::verdict)
        .contains(Verdict.INCONCLUSIVE)
        .isSubsetOf(Verdict.INCONCLUSIVE, Verdict.PASS);
    assertThat(killer).isCompleted();
  }

  @Test
  void aContainerThatSomebodyRemovesSaysNothingOfTheKernel() {
    CompletableFuture<Void> killer =
        whenItRuns(id -> engine.client().removeContainerCmd(id).withForce(true).exec());

    assertThat(test("hang")).extracting(TestResult::verdict).contains(Verdict.INCONCLUSIVE);
    assertThat(killer).isCompleted();
  }

  private static CompletableFuture<Void> whenItRuns(Consumer<String> act) {
    return CompletableFuture.runAsync(
        () -> {
          Awaitility.await("a container that runs")
              .until(() -> ours().stream().anyMatch(c -> "running".equals(c.getState())));
          act.accept(ours().get(0).getId());
        });
  }

  @Test
  void keysAndTheSizeOfTheTerminalReachIt() {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    ByteArrayOutputStream size = new ByteArrayOutputStream();
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      runner.run(
          command("echo").withTerminal(true),
          StubImage.NAME,
          Optional.of(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8))),
          heard::writeBytes,
          t -> {});
      runner.run(
          command("size").withTerminal(true),
          StubImage.NAME,
          Optional.of(new ByteArrayInputStream(new byte[0])),
          size::writeBytes,
          t -> t.resize(91, 17));
    }
    assertThat(text(heard)).contains("heard hello");
    assertThat(text(size)).contains("91x17");
  }

  @Test
  void containersOfProcessesThatAreGoneAreSwept() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Owner gone = new Owner(Owner.self().place(), process.pid(), 1);
    label(gone.name());
    String alive = label(Owner.self().name());
    String elsewhere = label("ffff+1:1:1");

    assertThat(engine.sweep()).isEqualTo(1);
    assertThat(ours()).extracting(Container::getId).containsExactlyInAnyOrder(alive, elsewhere);
    engine.remove(alive);
    engine.remove(elsewhere);
    engine.remove(elsewhere);
  }

  private static String label(String owner) {
    return engine
        .client()
        .createContainerCmd(StubImage.NAME)
        .withLabels(Map.of(Engine.LABEL, "true", Engine.OWNER_LABEL, owner))
        .exec()
        .getId();
  }

  @Test
  void theReaperRemovesWhatIsStillThereWhenItsPipeCloses() throws IOException {
    String id = label(Owner.self().name());
    String kept = label(Owner.self().name());
    Path file = Files.writeString(temp.resolve("left"), "");
    Path safe = Files.writeString(temp.resolve("safe"), "");

    Reaper reaper = Reaper.start(engine.host());
    reaper.container(id);
    reaper.container(kept);
    reaper.file(file);
    reaper.file(safe);
    reaper.containerIsGone(kept);
    reaper.fileIsGone(safe);
    reaper.close();

    assertThat(ours()).extracting(Container::getId).containsExactly(kept);
    assertThat(file).doesNotExist();
    assertThat(safe).exists();
    engine.remove(kept);
  }

  @Test
  void theContainerIsTheOneThatIsMadeByHand() throws IOException, InterruptedException {
    VirtmeRun run = VirtmeRun.of(tree, VirtmeMode.MANUAL_NORMAL, false).withTerminal(true);
    List<String> byHand =
        new ArrayList<>(
            ContainerPlan.of(run.withPrivileges(Privileges.all()), Optional.empty())
                .dockerRun(StubImage.NAME));
    byHand.set(1, "create");
    byHand.addAll(1, List.of("-H", engine.host()));
    byHand.addAll(byHand.indexOf("--rm"), List.of("--label", Engine.LABEL + "=true"));
    Process docker;
    try {
      docker = new ProcessBuilder(byHand).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new TestAbortedException("there is no docker command to compare with", e);
    }
    String said = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(docker.waitFor()).as(said).isZero();

    InspectContainerResponse theirs = engine.client().inspectContainerCmd(said.strip()).exec();
    List<InspectContainerResponse> inspected = new ArrayList<>();
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      runner.run(
          run.withPrivileges(command("x").privileges()),
          StubImage.NAME,
          Optional.of(new ByteArrayInputStream(new byte[0])),
          bytes -> {},
          t ->
              ours().stream()
                  .map(Container::getId)
                  .filter(id -> !id.equals(theirs.getId()))
                  .forEach(id -> inspected.add(engine.client().inspectContainerCmd(id).exec())));
    }
    engine.remove(theirs.getId());

    assertThat(inspected).hasSize(1);
    assertThat(what(inspected.get(0))).isEqualTo(what(theirs));
  }

  /** What makes a container, privileges and clean-up aside. */
  private static Map<String, Object> what(InspectContainerResponse container) {
    return Map.of(
        "image", container.getImageId(),
        "command", List.of(container.getConfig().getCmd()),
        "entrypoint", List.of(container.getConfig().getEntrypoint()),
        "environment", List.of(container.getConfig().getEnv()),
        "folder", container.getConfig().getWorkingDir(),
        "mounts", List.of(container.getHostConfig().getBinds()).toString(),
        "terminal", container.getConfig().getTty(),
        "stdin", container.getConfig().getStdinOpen(),
        "network", container.getHostConfig().getNetworkMode());
  }

  @Test
  void anImageThatCannotBeFetchedIsToldWithTheReasonAndTheWayOut() {
    VirtmeImage nowhere =
        VirtmeImage.of(Optional.of("127.0.0.1:1/none:latest"), VirtmeImage.Pull.MISSING);
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      assertThatThrownBy(() -> runner.image(nowhere, text -> {}))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("127.0.0.1:1/none:latest")
          .hasMessageContaining("--image");
    }
  }

  @Test
  void vmAutoWithoutABuildIsRefused() throws IOException {
    Files.delete(tree.workDirectory().resolve("build/arch"));

    assertThatThrownBy(() -> test(""))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no build");
  }

  @Test
  void nobodyToVisitIsTold() {
    VirtmeRun visit = VirtmeRun.of(tree, VirtmeMode.CONNECT, false);
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      assertThatThrownBy(() -> runner.visit(visit, Optional.empty(), b -> {}, t -> {}))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("no container runs with");
    }
  }
}
