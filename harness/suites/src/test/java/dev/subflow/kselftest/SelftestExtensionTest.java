// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Which parameters {@link SelftestExtension} hands to the factories of a class. */
final class SelftestExtensionTest {
  @TempDir private Path temp;

  /** What somebody may write; it is never run as a test of its own. */
  @SelftestsOfKernel
  static final class Factories {
    @TestFactory
    Stream<DynamicNode> selftests(SelftestNodes nodes) {
      return SelftestNodes.nodes("net/mptcp", List.of());
    }

    @TestFactory
    Stream<DynamicNode> wrong(Path nodes) {
      return Stream.empty();
    }
  }

  @Test
  void onlyTheSelftestsOfTheKernelAreHandedOver() {
    assertThat(ends())
        .hasSize(2)
        .anySatisfy(
            end ->
                assertThat(end).startsWith("wrong(Path): FAILED No ParameterResolver registered"))
        .anySatisfy(
            end ->
                assertThat(end)
                    .startsWith(
                        "selftests(SelftestNodes): FAILED no selftest of net/mptcp gave a result"));
  }

  /** How each factory ended. */
  private List<String> ends() {
    List<String> ends = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Factories.class))
                .configurationParameter("subflow.out", temp.toString())
                .build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result
                    .getThrowable()
                    .ifPresent(
                        thrown ->
                            ends.add(
                                test.getDisplayName()
                                    + ": "
                                    + result.getStatus()
                                    + " "
                                    + thrown.getMessage()));
              }
            });
    return ends;
  }
}
