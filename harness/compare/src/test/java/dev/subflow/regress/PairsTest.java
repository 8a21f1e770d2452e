// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairings of two kernels are compared with the first one on both ends. */
final class PairsTest {
  private static final String OPTIONS = "wire/c1/initial/client/options";
  private static final String ECHO = "wire/c1/initial/server/options";
  private static final String COUNTER = "counters/server/MPTcpExtEchoAdd";

  private final ObservedRuns runs = new ObservedRuns();

  private static Build build(String variant, String kernel) {
    return new Build(
        variant,
        kernel,
        Optional.of(kernel),
        kernel,
        List.of(),
        Duration.ofSeconds(1),
        Optional.empty());
  }

  private static List<Variant> pairings() {
    return Pairs.of(build("base", "debian:stable"), build("patched", "debian:6.16")).stream()
        .map(b -> b.built().orElseThrow())
        .toList();
  }

  private List<Differs> differs() {
    Experiment experiment = new Experiment(runs, new Rules(0.01, 20), what -> {});
    var unused = experiment.compare(pairings(), List.of("a"));
    return experiment.differs(pairings());
  }

  /** Runs of the four pairings: both ends say something of their own. */
  private void sees(String kernel, String client, String server, String counter) {
    runs.on(kernel, "a", OPTIONS, client, ECHO, server, COUNTER, counter);
  }

  @Test
  void eachEndHasTheSecondKernelAlone() {
    assertThat(pairings())
        .extracting(Variant::name, Variant::title, Variant::kernel, Variant::hosts)
        .containsExactly(
            tuple("base", "debian:stable", "debian:stable", Map.of()),
            tuple(
                "client",
                "debian:6.16 on the client",
                "debian:stable",
                Map.of("client", "debian:6.16")),
            tuple(
                "server",
                "debian:6.16 on the server",
                "debian:stable",
                Map.of("server", "debian:6.16")),
            tuple("patched", "debian:6.16", "debian:6.16", Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "client patched, the client",
    "server patched, the server",
    "client, the client alone",
    "server, the server alone",
    "patched, both ends",
    "client server, one end alone",
    "client server patched, either end"
  })
  void aDifferenceFollowsAnEnd(String shown, String side) {
    assertThat(Pairs.side(List.of(shown.split(" ")), pairings().get(3)))
        .isEqualTo("with debian:6.16 on " + side);
  }

  @Test
  void aKernelThatWasBuiltGoesByItsName() {
    assertThat(Pairs.side(List.of("server"), new Variant("patched", "base + fix.patch", "/k")))
        .isEqualTo("with patched on the server alone");
  }

  @Test
  void whatFollowsTheServerIsToldOnceWithItsCounter() {
    sees("base", "MP_CAPABLE", "ADD_ADDR echo", "0");
    sees("client", "MP_CAPABLE v1", "ADD_ADDR echo", "0");
    sees("server", "MP_CAPABLE", "RST", "+1");
    sees("patched", "MP_CAPABLE v1", "RST", "+1");

    assertThat(differs())
        .extracting(Differs::where, Differs::words, Differs::to, d -> d.with().size())
        .containsExactly(
            tuple(
                "with debian:6.16 on the client",
                "client sends MP_CAPABLE v1 instead of MP_CAPABLE",
                List.of("client", "patched"),
                0),
            tuple(
                "with debian:6.16 on the server",
                "server sends RST instead of ADD_ADDR echo",
                List.of("server", "patched"),
                1));
    assertThat(runs.runs("base", "a")).as("the base runs once for all").isEqualTo(10);
  }

  @Test
  void whatOnePairingMostlyDoesIsNotDeniedIt() {
    sees("base", "FIN", "x", "0");
    sees("client", "FIN", "x", "0");
    sees("server", "RST", "x", "0");
    runs.on(
        "patched",
        "a",
        n -> ObservedRuns.parts(OPTIONS, n == 2 ? "FIN" : "RST", ECHO, "x", COUNTER, "0"));

    assertThat(differs()).extracting(Differs::to).containsExactly(List.of("server", "patched"));
  }
}
