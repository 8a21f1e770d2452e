// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.measure.Measure;
import dev.subflow.report.TestResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Runs tests on kernels. */
public interface TestRuns {
  /** The test that boots a kernel, and does nothing else. */
  String BOOT = "boot";

  /** Prefix of selftests among the names of tests. */
  String SELFTEST = "kselftest:";

  /**
   * Runs every job to its end and returns all results. The runs of different jobs alternate, so
   * that a busy machine is as bad for one kernel as for the other.
   */
  List<Observation> run(List<Job> jobs);

  /**
   * What a test saw on that kernel in earlier runs that passed, in surroundings like these; none
   * where nothing is kept.
   *
   * @param key of its results
   */
  default List<dev.subflow.observe.Observation> earlier(Variant variant, String key) {
    return List.of();
  }

  /** Jobs in rounds, in each of which every kernel has its tests once. */
  static List<Map<Variant, Set<String>>> rounds(List<Job> jobs) {
    List<Map<Variant, Set<String>>> rounds = new ArrayList<>();
    int most = jobs.stream().mapToInt(Job::times).max().orElse(0);
    for (int i = 1; i <= most; i++) {
      Map<Variant, Set<String>> tests = new LinkedHashMap<>();
      for (Job job : jobs) {
        if (job.times() >= i) {
          tests.computeIfAbsent(job.variant(), v -> new LinkedHashSet<>()).add(job.test());
        }
      }
      rounds.add(tests);
    }
    return rounds;
  }

  /**
   * Something to run.
   *
   * @param variant the kernel
   * @param test its name
   * @param times how often
   */
  record Job(Variant variant, String test, int times) {
    public Job {
      Objects.requireNonNull(variant, "variant");
      Objects.requireNonNull(test, "test");
      if (times < 1) {
        throw new IllegalArgumentException("a job of " + times + " runs");
      }
    }
  }

  /**
   * A result.
   *
   * @param variant the kernel
   * @param test what to ask for to have it once more; several results may share it
   * @param key what results of the same thing have in common, on every kernel and in every run
   * @param result how it ended
   * @param behaviour all that was seen; empty where nobody looked
   * @param measures transfers that the test measured; none where it measures none
   */
  record Observation(
      Variant variant,
      String test,
      String key,
      TestResult result,
      Optional<dev.subflow.observe.Observation> behaviour,
      List<Measure> measures) {
    public Observation {
      Objects.requireNonNull(variant, "variant");
      Objects.requireNonNull(test, "test");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(result, "result");
      Objects.requireNonNull(behaviour, "behaviour");
      measures = List.copyOf(measures);
    }

    /** A result of a test that measures nothing. */
    public Observation(
        Variant variant,
        String test,
        String key,
        TestResult result,
        Optional<dev.subflow.observe.Observation> behaviour) {
      this(variant, test, key, result, behaviour, List.of());
    }

    /** A result of which nothing else is known. */
    public Observation(Variant variant, String test, String key, TestResult result) {
      this(variant, test, key, result, Optional.empty(), List.of());
    }
  }
}
