// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.handshake;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.malformed;
import static dev.subflow.packet.Packets.mpCapableAck;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.mpCapableSynAck;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpCapable.Flag;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two ends that speak MPTCP exchange keys in three packets, and data in the fourth. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
class CapableHandshake {
  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.1")
  void bothEndsAgree(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.protocol()).as("protocol of the accepted socket").isEqualTo("mptcp");
      assertThat(atClient.change())
          .has("MPCapableSYNTX", 1)
          .has("MPCapableSYNACKRX", 1)
          .hasZero("MPCapableFallbackSYNACK");
      assertThat(atServer.change())
          .has("MPCapableSYNRX", 1)
          .has("MPCapableACKRX", 1)
          .hasZero("MPCapableFallbackACK");
      assertAgreed(client, flow.connection());
      assertAgreed(server, flow.connection().reversed());
      assertThat(client.subflows()).tcp(ip.between(1, 1)).isInitial().isFullyEstablished();
      assertThat(path1)
          .ignoringRetransmissions()
          .containsInOrder(
              mpCapableSyn()
                  .from(ip.client(1))
                  .version(1)
                  .flag(Flag.H)
                  .withoutFlag(Flag.A)
                  .having("no key", o -> o.senderKey().isEmpty()),
              mpCapableSynAck()
                  .from(ip.server(1))
                  .version(1)
                  .having("one key", o -> o.senderKey().isPresent() && o.receiverKey().isEmpty()),
              mpCapableAck()
                  .sentBy("client")
                  .withoutPayload()
                  .having("both keys", o -> o.receiverKey().isPresent()),
              mpCapableAck().sentBy("client").withData().withPayload(),
              dss().sentBy("server").dataAck())
          .containsExactly(1, mpCapableSyn())
          .doesNotContain(malformed());
      flow.finish();
    }
    eventually(
        "the end of the data", () -> assertThat(path1).contains(dss().sentBy("client").dataFin()));
    assertThat(path1)
        .doesNotContain(
            anyTcp().sentBy("client/eth1").to(ip.server(1)).withoutMptcp().withPayload());
  }

  private static void assertAgreed(MptcpHost host, Connection connection) {
    assertThat(host.sockets())
        .mptcp(connection)
        .isEstablished()
        .hasRemoteKey()
        .isNotFallback()
        .hasSubflows(0);
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.1", "3.2"})
  void tokensAreHashesOfTheKeys(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1)
      throws IOException {
    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      flow.awaitArrival();

      MpCapable keys =
          path1.captures().get(0).trace().segments().stream()
              .flatMap(s -> s.segment().options(MpCapable.class))
              .filter(o -> o.receiverKey().isPresent())
              .findFirst()
              .orElseThrow(() -> new AssertionError("no MP_CAPABLE has both keys"));
      assertThat(token(client, flow.connection()))
          .as("the client's token")
          .isEqualTo(hash(keys.senderKey().getAsLong()));
      assertThat(token(server, flow.connection().reversed()))
          .as("the server's token")
          .isEqualTo(hash(keys.receiverKey().getAsLong()));
      flow.finish();
    }
  }

  private static long token(MptcpHost host, Connection connection) {
    return host.sockets().of(connection).get(0).token().orElseThrow();
  }

  /** The most significant 32 bits of the SHA-256 of a key. */
  private static long hash(long key) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256")
              .digest(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
      return ByteBuffer.wrap(sum).getInt() & 0xffff_ffffL;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
