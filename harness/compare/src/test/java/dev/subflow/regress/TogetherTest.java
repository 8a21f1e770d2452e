// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Differences that nothing tells apart are told together, the most telling one first. */
final class TogetherTest {
  private static final Variant BASE = new Variant("base", "base", "/base");
  private static final Variant PATCHED = new Variant("patched", "patched", "/patched");
  private static final String COUNTER = "counters/client/MPTcpExtRmAddrTx";
  private static final String OPTIONS = "wire/c1/initial/client/options";
  private static final String EVENTS = "events/client";
  private static final String LEFT = "left/client";

  private final ObservedRuns runs = new ObservedRuns();

  private List<Differs> differs(String... tests) {
    List<Variant> kernels = List.of(BASE, PATCHED);
    Experiment experiment = new Experiment(runs, new Rules(0.01, 20), what -> {});
    var unused = experiment.compare(kernels, List.of(tests));
    return experiment.differs(kernels);
  }

  private static List<String> with(Differs differs) {
    return differs.with().stream().map(Differs::words).toList();
  }

  @Test
  void theWireLeadsWhatComesWithIt() {
    String[] base = {LEFT, "id 2", COUNTER, "0", EVENTS, "CREATED", OPTIONS, "FIN"};
    String[] patched = {LEFT, "id 3", COUNTER, "+1", EVENTS, "CLOSED", OPTIONS, "RST"};
    runs.on("base", "a", base).on("patched", "a", patched);

    assertThat(differs("a"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.words()).isEqualTo("client sends RST instead of FIN");
              assertThat(with(d))
                  .containsExactly(
                      "CLOSED instead of CREATED on client",
                      "MPTcpExtRmAddrTx +1 on client (base: 0)",
                      "at the end client has id 3 instead of 2");
              assertThat(d.all()).hasSize(4);
            });
  }

  @Test
  void whatAnotherTestShowsAloneIsAnotherDifference() {
    runs.on("base", "a", COUNTER, "0", OPTIONS, "FIN")
        .on("patched", "a", COUNTER, "+1", OPTIONS, "RST")
        .on("base", "b", COUNTER, "0", OPTIONS, "FIN")
        .on("patched", "b", COUNTER, "+1", OPTIONS, "FIN");

    assertThat(differs("a", "b"))
        .extracting(Differs::words, d -> d.with().size())
        .containsExactlyInAnyOrder(
            tuple("client sends RST instead of FIN", 0),
            tuple("MPTcpExtRmAddrTx +1 on client (base: 0)", 0));
  }

  @Test
  void whatOtherRunsShowIsAnotherDifference() {
    runs.on("base", "a", COUNTER, "0", EVENTS, "A", OPTIONS, "FIN")
        .on(
            "patched",
            "a",
            n ->
                ObservedRuns.parts(
                    COUNTER, "+1", EVENTS, n == 3 ? "A" : "B", OPTIONS, n == 3 ? "FIN" : "RST"));

    assertThat(differs("a"))
        .extracting(Differs::words, TogetherTest::with)
        .containsExactlyInAnyOrder(
            tuple("client sends RST instead of FIN", List.of("B instead of A on client")),
            tuple("MPTcpExtRmAddrTx +1 on client (base: 0)", List.of()));
  }

  @Test
  void severalSubflowsOfSeveralTestsAreOne() {
    String one = "wire/c1/10.0.1.1>10.0.1.2/client/options";
    String other = "wire/c1/10.0.2.1>10.0.2.2/client/options";
    runs.on("base", "a", COUNTER, "0", one, "FIN")
        .on("patched", "a", COUNTER, "+1", one, "RST")
        .on("base", "b", COUNTER, "0", other, "FIN")
        .on("patched", "b", COUNTER, "+1", other, "RST");

    assertThat(differs("a", "b"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.words())
                  .isEqualTo("client sends RST instead of FIN (subflow 10.0.1.1>10.0.1.2)");
              assertThat(with(d))
                  .containsExactly(
                      "client sends RST instead of FIN (subflow 10.0.2.1>10.0.2.2)",
                      "MPTcpExtRmAddrTx +1 on client (base: 0)");
            });
  }
}
