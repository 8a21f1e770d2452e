// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.cache.Cache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CoverageTest {
  private static final String DOCUMENT =
      "{\"gcc_version\":\"14.2.0\",\"files\":[{\"file\":\"/usr/src/linux/net/mptcp/pm.c\",\"functions\":"
          + "[{\"name\":\"f\",\"start_line\":3,\"execution_count\":%1$d},{\"name\":\"g\",\"start_line\":9,"
          + "\"execution_count\":0}],\"lines\":[{\"line_number\":4,\"count\":%1$d},{\"line_number\":10,"
          + "\"count\":0}]},{\"file\":\"/usr/src/linux/include/net/sock.h\",\"functions\":[],\"lines\":"
          + "[{\"line_number\":1,\"count\":5}]}]}\n";

  @TempDir private Path folder;

  private static Coverage running(int times) {
    return GcovJson.parse(String.format(DOCUMENT, times));
  }

  @Test
  void countsOfMptcpAreKeptAndOthersLeftOut() {
    Coverage coverage =
        GcovJson.parse("a line of gcov's\n" + String.format(DOCUMENT, 7) + "{\"fil");

    assertThat(coverage.files()).containsOnlyKeys("net/mptcp/pm.c");
    assertThat(coverage.functionsReached()).containsExactly("f");
    assertThat(coverage.lines()).isEqualTo(new Coverage.Share(1, 2));
    assertThat(coverage.functions()).hasToString("1/2 (50 %)");
  }

  @Test
  void countsOfSeveralGuestsAddUp() {
    assertThat(running(2).plus(running(3)).files())
        .hasEntrySatisfying(
            "net/mptcp/pm.c",
            file -> {
              assertThat(file.lines()).containsEntry(4, 5L).containsEntry(10, 0L);
              assertThat(file.functions()).containsEntry("f", new Coverage.Function(3, 5));
            });
    assertThat(running(0).functionsReached()).isEmpty();
  }

  @Test
  void lcovHasFunctionsAndLines() {
    assertThat(Lcov.text("A.b[2]", running(7)))
        .isEqualTo(
            """
            TN:A_b_2_
            SF:net/mptcp/pm.c
            FN:3,f
            FN:9,g
            FNDA:7,f
            FNDA:0,g
            FNF:2
            FNH:1
            DA:4,7
            DA:10,0
            LF:2
            LH:1
            end_of_record
            """);
  }

  @Test
  void theMapTellsWhichTestsReachAFunction() {
    Cache cache = new Cache(folder.resolve("cache"));
    assertThat(CoverageMap.load(cache).testsReaching(Set.of("f"))).isEmpty();

    CoverageMap.update(cache, Map.of("A.a", Set.of("f", "g"), "B.b", Set.of("h")));
    CoverageMap.update(cache, Map.of("B.b", Set.of("f"), "C.c", Set.of("z")));

    CoverageMap map = CoverageMap.load(cache);
    assertThat(map.tests()).containsExactlyInAnyOrder("A.a", "B.b", "C.c");
    assertThat(map.testsReaching(Set.of("f"))).containsExactly("A.a", "B.b");
    assertThat(map.testsReaching(Set.of("h"))).isEmpty();
    assertThat(map.functionsOf("D.d")).isEmpty();
  }

  @Test
  void aDamagedMapIsAsIfThereWereNone() throws Exception {
    Cache cache = new Cache(folder.resolve("cache"));
    CoverageMap.update(cache, Map.of("A.a", Set.of("f")));
    Files.writeString(cache.root().resolve("coverage/functions.json"), "{\"A.a\":[");

    assertThat(CoverageMap.load(cache).tests()).isEmpty();
  }
}
