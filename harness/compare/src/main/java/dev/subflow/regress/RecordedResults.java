// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.UsageException;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of a run that was made before. */
public final class RecordedResults {
  /** Class of results of a run of selftests, whose ids have no prefix. */
  private static final String SELFTESTS = "net.mptcp";

  private RecordedResults() {}

  /**
   * Reads them.
   *
   * @param path a {@code results.json} or {@code results.jsonl}, or the folder that has them
   * @return results by key, those of repetitions together
   * @throws UsageException when there are none
   */
  public static Map<String, List<TestResult>> read(Path path) {
    Map<String, List<TestResult>> byKey = new LinkedHashMap<>();
    for (TestResult result : results(path)) {
      byKey.computeIfAbsent(key(result), k -> new ArrayList<>()).add(result);
    }
    if (byKey.isEmpty()) {
      throw new UsageException(
          path
              + " holds no results of a run; name the results.json of one, such as"
              + " target/subflow/latest/results.json");
    }
    return byKey;
  }

  /** Name that results of one test share: without its repetition. */
  public static String key(TestResult result) {
    String key = result.id().replaceFirst("#\\d+$", "");
    return result.className().equals(SELFTESTS) && !key.startsWith(TestRuns.SELFTEST)
        ? TestRuns.SELFTEST + key
        : key;
  }

  private static List<TestResult> results(Path path) {
    if (Files.isDirectory(path)) {
      return RunReport.read(path).results();
    }
    try {
      return RunReport.parse(Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new UsageException("the recorded results can't be read: there is no file " + path, e);
    } catch (IOException e) {
      throw new UsageException("the recorded results " + path + " can't be read: " + e, e);
    }
  }
}
