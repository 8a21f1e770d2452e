// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Processes that write into the same history at the same time. */
final class TwoWriters {
  private static final int RESULTS = 1000;

  private TwoWriters() {}

  /** One of them: the database, the cache, and the name of its run. */
  public static void main(String[] words) {
    HistoryPlace place = HistoryPlace.of(Optional.of(words[0]), Map.of(), Path.of(words[1]));
    // Both have the same tests and kernels, and make them at once.
    System.exit(Pasts.write(place, Pasts.crowd(words[2], RESULTS)) == RESULTS ? 0 : 1);
  }

  static void write(String database, Path temp) throws IOException, InterruptedException {
    List<Process> both = new ArrayList<>();
    for (String run : List.of("one", "two")) {
      both.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  TwoWriters.class.getName(),
                  database,
                  temp.resolve("cache").toString(),
                  run)
              .redirectErrorStream(true)
              .redirectOutput(temp.resolve(run + ".log").toFile())
              .start());
    }
    for (int i = 0; i < both.size(); i++) {
      assertThat(both.get(i).waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(both.get(i).exitValue())
          .as(Files.readString(temp.resolve(i == 0 ? "one.log" : "two.log")))
          .isZero();
    }
  }

  static void assertAllIsThere(HistoryPlace place) {
    assertThat(Pasts.tests(place)).hasSize(RESULTS).allMatch(t -> t.runs() == 2);
    assertThat(Pasts.<List<PastRun>>ask(place, h -> h.runs(HistoryFilter.ALL, 9))).hasSize(2);
  }
}
