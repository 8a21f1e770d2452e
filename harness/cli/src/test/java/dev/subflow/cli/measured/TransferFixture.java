// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli.measured;

import static dev.subflow.topology.Impairment.impairment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.audit.Transfers;
import dev.subflow.guest.Command;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Measurements;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Rate;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One transfer, over a link that kernels after the sixth series find to be a third slower. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class TransferFixture {
  private static final String BYTES = "200000";

  @Test
  @Tag("measured")
  void isFasterOnTheSixthSeries(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      Measurements measures)
      throws IOException {
    boolean isSixth = kernel.version().startsWith("6.");
    path1.impair(impairment().rate(Rate.kilobits(isSixth ? 1800 : 1200)));
    RunningCommand receiver = server.guest().start(flow("recv", "--listen"));
    await("the receiver listens")
        .atMost(Duration.ofSeconds(20))
        .failFast("the receiver ended", () -> !receiver.isRunning())
        .until(() -> server.guest().succeed("ss", "-HOntl").stdout().contains(":9735"));
    client.guest().succeed(flow("send", "--connect", "10.0.1.2"));
    assertThat(receiver.await(Duration.ofSeconds(20)).isSuccess()).isTrue();
    Transfers transfers = Transfers.of(path1.captures().get(0).trace()).get(0);
    measures.take(transfers.up());
  }

  private static Command flow(String... role) {
    List<String> words = new ArrayList<>(List.of("flow"));
    words.addAll(List.of(role));
    words.addAll(List.of("--port", "9735", "--mptcp", "--bytes", BYTES));
    return Command.of(words.toArray(String[]::new));
  }

  @Test
  void measuresNothing(KernelUnderTest kernel) {
    assertThat(kernel.version()).isNotEmpty();
  }
}
