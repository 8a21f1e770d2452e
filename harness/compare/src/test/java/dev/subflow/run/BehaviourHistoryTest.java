// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.cache.Cache;
import dev.subflow.observe.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests saw is there for later runs, and only for those in like surroundings. */
final class BehaviourHistoryTest {
  private static final String TEST = "FullMesh.twoByTwo[../../etc]";

  @TempDir private Path temp;

  private BehaviourHistory history(String surroundings) {
    return new BehaviourHistory(new Cache(temp), "debian:stable 6.12", surroundings);
  }

  private static Observation saw(String line) {
    return new Observation(Map.of("events/client", List.of(line, "CLOSED")));
  }

  @Test
  void laterRunsFindIt() {
    history("a").add(TEST, saw("CREATED"));

    assertThat(history("a").before(TEST)).containsExactly(saw("CREATED"));
    assertThat(history("b").before(TEST)).isEmpty();
    assertThat(history("a").before("FullMesh.eightByEight")).isEmpty();
  }

  @Test
  void whatIsAddedNowIsNotBefore() {
    BehaviourHistory now = history("a");
    now.add(TEST, saw("CREATED"));

    assertThat(now.before(TEST)).isEmpty();
  }

  @Test
  void theNewestRunsStay() {
    BehaviourHistory history = history("a");
    IntStream.rangeClosed(1, BehaviourHistory.MOST_RUNS + 2)
        .forEach(i -> history.add(TEST, saw("run " + i)));

    assertThat(history("a").before(TEST))
        .hasSize(BehaviourHistory.MOST_RUNS)
        .startsWith(saw("run 3"))
        .endsWith(saw("run 22"));
  }

  @Test
  void damagedLinesArePassedOver() throws IOException {
    history("a").add(TEST, saw("CREATED"));
    try (Stream<Path> files = Files.walk(temp.resolve(Cache.BEHAVIOUR))) {
      Path file = files.filter(f -> f.toString().endsWith(".jsonl")).findFirst().orElseThrow();
      Files.writeString(file, "{\"parts\":", StandardOpenOption.APPEND);
    }

    assertThat(history("a").before(TEST)).containsExactly(saw("CREATED"));
    assertThat(new Cache(temp).entries())
        .filteredOn(entry -> entry.kind().equals(Cache.BEHAVIOUR))
        .singleElement()
        .satisfies(entry -> assertThat(entry.inputs()).containsValue("debian:stable 6.12"));
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoFailure() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    BehaviourHistory history =
        new BehaviourHistory(new Cache(file.resolve("cache")), "debian:stable", "a");

    history.add(TEST, saw("CREATED"));

    assertThat(history.before(TEST)).isEmpty();
  }
}
