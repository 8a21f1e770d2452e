// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.fixture.CrowdFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

final class JobsTest {
  @ParameterizedTest
  @CsvSource({"2, 18000, 4", "2, 2000, 3", "2, 100, 1", "1, 18000, 2", "64, 64000, 100"})
  void coresAndMemoryBoundThem(int cores, long budgetMib, int jobs) {
    assertThat(Jobs.bounded(cores, budgetMib)).isEqualTo(jobs);
  }

  @Test
  void aSettingWins() {
    assertThat(Jobs.parse(" 7 ")).isEqualTo(7);
    assertThat(Jobs.parse("")).isEqualTo(Jobs.ofThisMachine()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1e3", "99999999999"})
  void nonsenseIsRefused(String setting) {
    assertThatThrownBy(() -> Jobs.parse(setting))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(setting);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void asManyRunAtOnceAndNoMoreEvenIfTheyWait(int jobs) {
    CrowdFixture.reset();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(CrowdFixture.class))
                .configurationParameters(Jobs.parameters(jobs))
                .build(),
            summary);

    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(CrowdFixture.TESTS);
    assertThat(CrowdFixture.most()).isEqualTo(jobs);
  }
}
