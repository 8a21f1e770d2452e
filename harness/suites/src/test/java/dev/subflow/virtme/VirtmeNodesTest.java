// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

final class VirtmeNodesTest {
  @TempDir private Path temp;

  /** What somebody may write; it is never run as a test of its own. */
  @VirtmeTest
  static final class Factories {
    @TestFactory
    Stream<DynamicNode> diag(VirtmeNodes nodes) {
      return nodes.selftests(VirtmeMode.VM_AUTO, "diag.sh");
    }

    @TestFactory
    Stream<DynamicNode> wrong(String nodes) {
      return Stream.empty();
    }
  }

  private static TestResult result(Verdict verdict) {
    return TestResult.builder("x.Y", "diag.sh:many msk", verdict)
        .message("got 1, expected 2")
        .evidence("virtme")
        .build();
  }

  @Test
  void aPassIsSilent() {
    assertThatCode(() -> VirtmeNodes.judge(result(Verdict.PASS))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FAIL", "CRASH", "MISSING"})
  void whatTheKernelDidFailsWithItsWordsAndEvidence(Verdict verdict) {
    assertThatThrownBy(() -> VirtmeNodes.judge(result(verdict)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(verdict + " diag.sh:many msk\ngot 1, expected 2\nevidence: virtme");
  }

  @Test
  void whatIsNotTheKernelsFaultIsNoAssertion() {
    assertThatThrownBy(() -> VirtmeNodes.judge(result(Verdict.SKIP)))
        .isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(() -> VirtmeNodes.judge(result(Verdict.INCONCLUSIVE)))
        .isInstanceOf(InfrastructureException.class);
  }

  @Test
  void withoutATreeAFactoryIsSkippedWithTheSettingToName() {
    assertThat(run("diag", VirtmeNodes.class.getName()))
        .containsExactly("ABORTED there is no kernel tree; name one with -Dsubflow.tree=DIR");
  }

  @Test
  void parametersOfOtherTypesAreLeftToOthers() {
    assertThat(run("wrong", "java.lang.String"))
        .singleElement()
        .asString()
        .startsWith("FAILED No ParameterResolver registered for parameter");
  }

  /** Ends of a factory and why, as JUnit tells them. */
  private List<String> run(String factory, String parameters) {
    List<String> ends = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Factories.class, factory, parameters))
                .configurationParameter("subflow.out", temp.toString())
                .build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier id, TestExecutionResult result) {
                result
                    .getThrowable()
                    .ifPresent(thrown -> ends.add(result.getStatus() + " " + thrown.getMessage()));
              }
            });
    return ends;
  }
}
