// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.support.hierarchical.ParallelExecutionConfiguration;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class ParallelScenariosTest {
  private static final String JOBS = "subflow.jobs";

  /** What JUnit hands over, which says nothing of jobs. */
  private static final ConfigurationParameters NONE =
      new ConfigurationParameters() {
        @Override
        public Optional<String> get(String key) {
          return Optional.empty();
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
          return Optional.empty();
        }

        @Override
        public Set<String> keySet() {
          return Set.of();
        }
      };

  private static ParallelExecutionConfiguration configured(String jobs) {
    String before = System.getProperty(JOBS, "");
    System.setProperty(JOBS, jobs);
    try {
      return new ParallelScenarios().createConfiguration(NONE);
    } finally {
      System.setProperty(JOBS, before);
    }
  }

  @Test
  void neverMoreRunThanWereAskedFor() {
    ParallelExecutionConfiguration three = configured("3");

    assertThat(three.getParallelism()).isEqualTo(3);
    assertThat(three.getMaxPoolSize()).as("also while some of them wait").isEqualTo(3);
    assertThat(three.getCorePoolSize()).isEqualTo(3);
  }

  @Test
  void withoutANumberItIsWhatTheMachineCarries() {
    assertThat(configured("").getParallelism()).isEqualTo(Jobs.ofThisMachine());
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    assertThatThrownBy(() -> configured("all"))
        .isInstanceOf(UsageException.class)
        .hasMessage("the number of jobs is \"all\"; it wants a number from 1 to 9999");
  }
}
