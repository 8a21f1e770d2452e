// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.junit.Requirements;
import dev.subflow.junit.RunContext;
import dev.subflow.junit.RunSettings;
import dev.subflow.report.TestResult;
import dev.subflow.vm.Accelerator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * Results of a kernel tree's tests in the docker image, as JUnit's tests: a container for each
 * program of tests, in it a test for each subtest.
 *
 * <p>{@code subflow.tree} names the tree, {@code subflow.virtme.image} another image.
 */
public final class VirtmeNodes {
  private final RunContext run;
  private final RunSettings settings;

  VirtmeNodes(RunContext run, RunSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  /**
   * Runs some of the selftests, then has a node for each result.
   *
   * @param mode that leaves results, such as {@link VirtmeMode#VM_AUTO}
   * @param scripts such as {@code diag.sh}, or {@code mptcp_join.sh -f} with arguments
   */
  public Stream<DynamicNode> selftests(VirtmeMode mode, String... scripts) {
    return of(virtmeRun(mode).withHooks(Hooks.selftests(List.of(scripts))));
  }

  /** A run of the tree, to be changed and passed to {@link #of}. */
  public VirtmeRun virtmeRun(VirtmeMode mode) {
    Path tree =
        settings
            .suites()
            .tree()
            .orElseThrow(
                () ->
                    new TestAbortedException(
                        "there is no kernel tree; name one with -Dsubflow.tree=DIR"));
    return VirtmeRun.of(
        KernelTree.at(tree, Optional.empty()),
        mode,
        settings.lab().accelerator().filter(Accelerator.KVM::equals).isPresent());
  }

  /** Runs it, then has a node for each result. */
  public Stream<DynamicNode> of(VirtmeRun what) {
    Engine engine =
        Requirements.need(settings, "docker", "containers can't run here", Engine::find);
    List<TestResult> results;
    try (VirtmeRunner runner = VirtmeRunner.open(engine)) {
      VirtmeImage wanted =
          VirtmeImage.of(settings.suites().virtmeImage(), VirtmeImage.Pull.MISSING);
      String image = image(runner, wanted, settings.required().contains("docker"));
      results = runner.test(what, image, run.report().directory(), RunOutput.Observer.NONE);
    }
    results.forEach(run.report()::add);
    Map<String, List<TestResult>> byScript =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.id().split(":", 2)[0], LinkedHashMap::new, Collectors.toList()));
    return byScript.entrySet().stream()
        .map(
            script ->
                DynamicContainer.dynamicContainer(
                    script.getKey(), script.getValue().stream().map(VirtmeNodes::test)));
  }

  /** An image that can't be had is as good as no engine. */
  private static String image(VirtmeRunner runner, VirtmeImage wanted, boolean required) {
    try {
      return runner.image(wanted, text -> {});
    } catch (InfrastructureException e) {
      if (required) {
        throw e;
      }
      throw new TestAbortedException(e.getMessage(), e);
    }
  }

  private static DynamicTest test(TestResult result) {
    String name = result.id().substring(result.id().indexOf(':') + 1);
    return DynamicTest.dynamicTest(name, () -> judge(result));
  }

  /** Ends as the subtest did. */
  static void judge(TestResult result) {
    String message =
        result.verdict()
            + " "
            + result.id()
            + "\n"
            + result.message().orElse("")
            + result.evidence().map(folder -> "\nevidence: " + folder).orElse("");
    switch (result.verdict()) {
      case PASS -> {}
      case SKIP -> throw new TestAbortedException(message);
      case INCONCLUSIVE -> throw new InfrastructureException(message);
      case FAIL, CRASH, MISSING -> throw new AssertionError(message);
    }
  }
}
