// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.support.hierarchical.ParallelExecutionConfiguration;
import org.junit.platform.engine.support.hierarchical.ParallelExecutionConfigurationStrategy;

/**
 * Runs as many scenarios at once as the system property {@code subflow.jobs} says, or as the
 * machine carries; {@code junit-platform.properties} names it.
 */
public final class ParallelScenarios implements ParallelExecutionConfigurationStrategy {
  /** For JUnit. */
  public ParallelScenarios() {}

  @Override
  public ParallelExecutionConfiguration createConfiguration(ConfigurationParameters parameters) {
    // JUnit hands over its own parameters only.
    return new Fixed(Jobs.parse(System.getProperty("subflow.jobs", "")));
  }

  private record Fixed(int jobs) implements ParallelExecutionConfiguration {
    @Override
    public int getParallelism() {
      return jobs;
    }

    @Override
    public int getMinimumRunnable() {
      return jobs;
    }

    @Override
    public int getMaxPoolSize() {
      return jobs;
    }

    @Override
    public int getCorePoolSize() {
      return jobs;
    }

    @Override
    public int getKeepAliveSeconds() {
      return 30;
    }

    @Override
    public Predicate<? super ForkJoinPool> getSaturatePredicate() {
      return pool -> true;
    }
  }
}
