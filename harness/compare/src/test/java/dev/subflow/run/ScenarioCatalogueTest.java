// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.TwoPaths;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;

final class ScenarioCatalogueTest {
  @Test
  void classesWithTheTagAreScenariosTheirNestedOnesToo() {
    assertThat(PlainScenarios.all())
        .extracting(Scenario::name)
        .containsExactly(
            "PlainScenarios.Join.Inner.passes",
            "PlainScenarios.Join.fails",
            "PlainScenarios.Join.misnamed",
            "PlainScenarios.Join.paired",
            "PlainScenarios.Join.passes",
            "PlainScenarios.Join.pinned");
  }

  @Test
  void theMethodsAnnotationWinsOverItsClass() {
    Scenario fails = PlainScenarios.named("fails");
    Scenario paired = PlainScenarios.named("paired");

    assertThat(fails.rfc8684()).containsExactly("3.7", "3.8");
    assertThat(fails.source()).isEqualTo(TwoPaths.class);
    assertThat(paired.rfc8684()).as("of the class").containsExactly("3.2");
    assertThat(paired.source()).isEqualTo(OneHost.class);
    assertThat(paired.kernels()).containsExactly("a", "b");
    assertThat(PlainScenarios.named("pinned").kernel()).contains("debian:6.1");
  }

  @Test
  void aNestedClassHasWhatTheClassesAroundItSay() {
    Scenario inner = PlainScenarios.named("Inner.passes");

    assertThat(inner.topology()).contains("TwoPaths");
    assertThat(inner.rfc8684()).containsExactly("3.2");
    assertThat(inner.className()).endsWith("PlainScenarios$Join$Inner");
  }

  @Test
  void theTagOfAllIsNotTold() {
    assertThat(PlainScenarios.named("passes").tags()).containsExactly("quick", "slow");
  }

  @Test
  void aPackageWithoutScenariosIsNoFaultOfAKernel() {
    assertThatThrownBy(
            () ->
                ScenarioCatalogue.discover(
                    LauncherFactory.create(), Optional.of("dev.subflow.regress")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage(
            "no scenarios in package dev.subflow.regress on the class path; start ./subflow, which"
                + " puts them there");
  }
}
