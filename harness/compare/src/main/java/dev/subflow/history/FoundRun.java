// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.report.RunFacts;
import dev.subflow.report.RunFacts.KernelBuild;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Results of a run as its folder has them.
 *
 * @param id tells it from all other runs
 * @param name for readers
 * @param folder where its results are
 * @param facts of the process that ran it
 * @param results in the order of time
 */
record FoundRun(String id, String name, Path folder, RunFacts facts, List<TestResult> results) {
  FoundRun {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(facts, "facts");
    results =
        results.stream()
            .sorted(Comparator.comparing(TestResult::started).thenComparing(TestResult::id))
            .toList();
  }

  long key() {
    return Words.key(id);
  }

  /** Of a result of this run: a repetition or another attempt is another one. */
  long key(TestResult result) {
    return Words.key(
        id,
        result.id(),
        result.className(),
        result.started().toString(),
        String.valueOf(result.attempts()));
  }

  /** The kernel that a result is of, as far as it is known. */
  KernelBuild kernel(TestResult result) {
    String version = PastResult.kernel(result);
    return facts.kernels().stream()
        .filter(k -> k.version().equals(version))
        .findFirst()
        .map(k -> new KernelBuild(version, Words.kept(k.release()), Words.kept(k.build())))
        .orElseGet(() -> new KernelBuild(version, "", ""));
  }

  static long key(KernelBuild kernel) {
    return Words.key(kernel.version(), kernel.release(), kernel.build());
  }
}
