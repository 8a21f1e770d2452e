// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.malformed;
import static dev.subflow.packet.Packets.mpCapableAck;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.mpCapableSynAck;
import static dev.subflow.packet.Packets.mpJoinAck;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.packet.Packets.mpJoinSynAck;
import static dev.subflow.packet.Packets.mpPrio;
import static dev.subflow.packet.Packets.removeAddr;
import static dev.subflow.packet.Packets.syn;
import static org.awaitility.Awaitility.await;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.EndpointChange;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.packet.AddAddrMatcher;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.packet.mptcp.MpCapable.Flag;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of two hosts to each other, packet by packet, in the words of RFC 8684. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class OptionsOnTheWire {
  private static final long PAYLOAD = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({"10.0.1.2, 10.0.1.1, 10.0.2.1", "fd00:1::2, fd00:1::1, fd00:2::1"})
  @Rfc8684({"3.1", "3.2", "3.3.3", "3.3.8"})
  void backupJoinsAndBecomesRegular(
      String serverAddress,
      String firstAddress,
      String secondAddress,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    server.limits().set(subflows(1));
    client.limits().set(subflows(1));
    client.endpoints().add(endpoint(secondAddress).id(7).dev("eth2").backup().subflow());

    try (Flow flow = Flow.start(client, server, serverAddress, PAYLOAD)) {
      awaitOn(path2, mpJoinAck().from(secondAddress));
      assertThat(path1)
          .ignoringRetransmissions()
          .containsInOrder(
              mpCapableSyn().from(firstAddress).version(1).flag(Flag.H).withoutFlag(Flag.A),
              mpCapableSynAck().from(serverAddress).to(firstAddress),
              mpCapableAck().withoutPayload(),
              mpCapableAck().withData().withPayload())
          .containsExactly(1, syn());
      assertThat(path2)
          .ignoringRetransmissions()
          .containsInOrder(
              mpJoinSyn().from(secondAddress).to(serverAddress).addressId(7).backup(),
              mpJoinSynAck().sentBy("server").notBackup(),
              mpJoinAck().sentTo("server"))
          .containsExactly(1, syn());
      flow.awaitArrival();
      client.endpoints().change(7, EndpointChange.NOBACKUP);
      awaitOn(path2, mpPrio().sentBy("client").notBackup());
      flow.finish();
    }
    awaitOn(path1, dss().sentBy("client").dataFin());
    awaitOn(path1, dss().sentBy("server").dataFin());
    assertThat(path1).doesNotContain(dss().infinite(), malformed());
    assertThat(path2).doesNotContain(dss().infinite(), malformed());
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.2, 10.0.2.2, 10100", "fd00:1::2, fd00:2::2, 0", "10.0.1.2, 10.0.2.2, 0"})
  @Rfc8684({"3.4.1", "3.4.2"})
  void announcedAddressIsEchoedJoinedAndTakenBack(
      String serverAddress,
      String announced,
      int port,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    EndpointSpec endpoint = endpoint(announced).id(5).signal();
    server.endpoints().add(port == 0 ? endpoint : endpoint.port(port));
    server.limits().set(subflows(1));
    client.limits().set(subflows(1), addAddrAccepted(1));

    try (Flow flow = Flow.start(client, server, serverAddress, PAYLOAD)) {
      AddAddrMatcher announcement = addAddr().address(announced).addressId(5);
      AddAddrMatcher wanted = port == 0 ? announcement.withoutPort() : announcement.port(port);
      await("the announced address is joined")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(path1)
                      .containsInOrder(
                          wanted.notEcho().sentBy("server"), wanted.echo().sentBy("client")));
      awaitOn(path2, mpJoinSyn().to(announced, port == 0 ? Flow.PORT : port));
      awaitOn(path2, mpJoinAck().to(announced));
      flow.awaitArrival();
      server.endpoints().delete(5);
      awaitOn(path1, removeAddr(5).sentBy("server"));
      flow.finish();
    }
    assertThat(path1).doesNotContain(malformed());
    assertThat(path2).doesNotContain(malformed(), addAddr().address(serverAddress));
  }

  private static void awaitOn(LiveWire wire, PacketMatcher wanted) {
    await(wanted + " on " + wire.name())
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(wire).contains(wanted));
  }
}
