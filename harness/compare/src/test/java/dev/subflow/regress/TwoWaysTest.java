// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static dev.subflow.regress.ObservedRuns.parts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.json.Json;
import dev.subflow.regress.TwoWays.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TwoWaysTest {
  private static final String COUNTER = "counters/server/MPTcpExtAddAddrDrop";
  private static final String AFTER = "wire/c1/10.0.2.1>10.0.1.2/after";

  @Test
  void aWholePartIsTheOneOrTheOtherOrNeither() {
    TwoWays ways = TwoWays.whole(COUNTER, List.of("0"), List.of("+1"));

    assertThat(ways.of(parts(COUNTER, "0"))).isEqualTo(Way.BASE);
    assertThat(ways.of(parts(COUNTER, "+1"))).isEqualTo(Way.CHANGED);
    assertThat(ways.of(parts(COUNTER, "+2"))).isEqualTo(Way.NEITHER);
    assertThat(ways.of(parts("counters/server/MPTcpExtOther", "0")))
        .as("a counter that a kernel lacks never counted")
        .isEqualTo(Way.BASE);
    assertThat(ways.words()).isEqualTo("MPTcpExtAddAddrDrop +1 on server (base: 0)");
    assertThat(ways.words(parts(COUNTER, "+2")))
        .isEqualTo("MPTcpExtAddAddrDrop +2 on server (base: 0)");
  }

  @Test
  void ofAPartThatVariesALineIsCounted() {
    TwoWays ways = TwoWays.count("events/client", "CLOSED", 1, 2);

    assertThat(ways.of(parts("events/client", "A\nCLOSED"))).isEqualTo(Way.BASE);
    assertThat(ways.of(parts("events/client", "CLOSED\nB\nCLOSED"))).isEqualTo(Way.CHANGED);
    assertThat(ways.of(parts("events/client", "A"))).isEqualTo(Way.NEITHER);
    assertThat(ways.words(parts("events/client", "A")))
        .isEqualTo("CLOSED never on client (base: once)");
  }

  @Test
  void aTimeIsNearerToOneOfThem() {
    TwoWays later = TwoWays.times(AFTER, 0.2, 1.2);
    TwoWays sooner = TwoWays.times(AFTER, 1.2, 0.2);

    assertThat(later.of(parts(AFTER, "0.6 s"))).isEqualTo(Way.BASE);
    assertThat(later.of(parts(AFTER, "0.8 s"))).isEqualTo(Way.CHANGED);
    assertThat(sooner.of(parts(AFTER, "0.6 s"))).isEqualTo(Way.CHANGED);
    assertThat(later.of(parts("left/a", "x"))).as("nothing joined").isEqualTo(Way.NEITHER);
    assertThat(later.words()).isEqualTo("subflow 10.0.2.1>10.0.1.2 joins 1.0 s later");
    assertThat(later.words(parts("left/a", "x"))).contains("0.20 s");
  }

  @Test
  void itSurvivesBeingWrittenDown() throws JsonProcessingException {
    Sought sought = new Sought("a", "words", TwoWays.count("events/client", "CLOSED", 1, 2));

    assertThat(Json.read(Json.line(sought), Sought.class)).isEqualTo(sought);
  }
}
