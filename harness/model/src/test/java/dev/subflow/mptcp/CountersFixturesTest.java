// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CountersFixturesTest {
  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void countersOfTheClient(Fixture fixture) {
    Counters before = Counters.parse(fixture.text("nstat-asz.client-empty"));
    Counters after = Counters.parse(fixture.text("nstat-asz.client"));

    assertThat(after.unrecognised()).isEmpty();
    assertThat(after.values()).hasSizeGreaterThan(200);
    assertThat(after.get("MPTcpExtMPCapableSYNTX")).isEqualTo(6);
    assertThat(after.get("MPCapableSYNACKRX")).isEqualTo(5);
    Counters delta = after.delta(before);
    assertThat(delta.get("MPCapableFallbackSYNACK")).isEqualTo(1);
    assertThat(delta.get("MPJoinSynAckRx")).isEqualTo(12);
    assertThat(delta.get("MPJoinSynRx")).isZero();
    assertThat(delta.raw()).contains("MPTcpExtMPJoinSynAckRx 12\n").doesNotContain("MPJoinSynRx");
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void countersThatCameWithLaterKernels(Fixture fixture) {
    Counters counters = Counters.parse(fixture.text("nstat-asz.client"));

    assertThat(counters.find("MPJoinSynTx").isPresent()).isEqualTo(!fixture.kernelIs("6.1"));
    assertThat(counters.find("WinProbe").isPresent()).isEqualTo(fixture.kernelIs("7.3"));
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void jsonNamesTheSameCounters(Fixture fixture) {
    Counters text = Counters.parse(fixture.text("nstat-asz.client"));
    Counters json = Counters.parse(fixture.text("nstat-asz-j.client"));

    assertThat(json.unrecognised()).isEmpty();
    assertThat(json.values().keySet()).containsExactlyElementsOf(text.values().keySet());
    assertThat(json.get("MPJoinSynAckRx")).isEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void countersOfTheServer(Fixture fixture) {
    Counters counters = Counters.parse(fixture.text("nstat-asz.server"));

    assertThat(counters.get("MPJoinSynRx")).isEqualTo(12);
    assertThat(counters.get("MPJoinAckRx")).isEqualTo(12);
    assertThat(counters.get("MPCapableSYNRX")).isEqualTo(5);
    assertThat(counters.get("MPCapableACKRX")).isEqualTo(5);
  }
}
