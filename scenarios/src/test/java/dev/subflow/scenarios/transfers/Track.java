// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.transfers;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;

import dev.subflow.audit.Transfer;
import dev.subflow.audit.Transfers;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.SlowLink;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Impairment;
import dev.subflow.topology.QueueLimit;
import dev.subflow.topology.Rate;
import dev.subflow.wire.LiveWire;
import java.time.Duration;

/**
 * Two paths from a client to a server, with a subflow on each, and transfers over them that are
 * measured. Paths are slower than guests on a busy machine, and transfers last some seconds.
 */
record Track(
    KernelUnderTest kernel, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
  static final String CLIENT1 = "10.0.1.1";
  static final String CLIENT2 = "10.0.2.1";
  static final String SERVER = "10.0.1.2";

  /** Frames that wait at a slow link; more would delay what the links themselves do not. */
  private static final QueueLimit QUEUE = QueueLimit.frames(30);

  /** What a link carries: half of what keeps two of them slower than the guests. */
  Rate rate() {
    return share(2);
  }

  /** A part of the {@link #rate}. */
  Rate part(int divisor) {
    return share(2L * divisor);
  }

  private Rate share(long divisor) {
    return Rate.bits(SlowLink.rate(kernel).bitsPerSecond() / divisor);
  }

  /** A link of that rate. */
  Impairment link() {
    return link(rate());
  }

  static Impairment link(Rate rate) {
    return impairment().rate(rate).queue(QUEUE);
  }

  /** Payload that keeps one link busy for that time. */
  long payload(Duration time) {
    return rate().bytesIn(time);
  }

  /** Impairs both directions of each path. */
  void impair(Impairment first, Impairment second) {
    path1.impair(first);
    path2.impair(second);
  }

  /** Makes the client use its second path as well. */
  void addSecondPath() {
    client.endpoints().add(endpoint(CLIENT2).dev("eth2").subflow());
  }

  /** Moves a payload from client to server once both subflows are there, and measures that. */
  Transfer carry(long bytes) {
    return carry(bytes, () -> {});
  }

  /** As {@link #carry(long)}; something is done just before the payload is sent. */
  Transfer carry(long bytes, Runnable before) {
    addSecondPath();
    try (Flow flow = Flow.plan(client, server, SERVER).bytes(bytes).waiting().start()) {
      eventually(
          "the second subflow",
          () -> assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1));
      before.run();
      flow.send();
      flow.awaitArrival();
      Transfer measure = flow.measure(path1, path2);
      assertThat(measure).isMptcp().hasBytes(bytes);
      flow.finish();
      return measure;
    }
  }

  /** Lets two puppets meet, and waits for both subflows. */
  void meet(SocketPuppet here, SocketPuppet there) {
    addSecondPath();
    here.meet(there, SERVER);
    eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));
  }

  /** Measure of what two puppets sent to each other, without their greeting. */
  Transfers measure() {
    return Wires.measure(SocketPuppet.PORT, SocketPuppet.GREETING, path1, path2);
  }
}
