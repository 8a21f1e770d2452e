// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.handshake;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
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
import dev.subflow.packet.CapableMatcher;
import dev.subflow.packet.DssMatcher;
import dev.subflow.packet.mptcp.MpCapable.Flag;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checksums are used when either end asks for them, in both directions. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.3.1"})
class Checksums {
  private static final String SETTING = "net.mptcp.checksum_enabled";
  private static final long PAYLOAD = 20_000;

  @ParameterizedTest
  @CsvSource({
    "IPV4, false, false",
    "IPV4, true, false",
    "IPV4, false, true",
    "IPV4, true, true",
    "IPV6, false, false",
    "IPV6, true, false",
    "IPV6, false, true",
    "IPV6, true, true"
  })
  void areUsedWhenEitherEndAsks(
      IpVersion ip,
      boolean clientAsks,
      boolean serverAsks,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1) {
    client.sysctls().set(SETTING, clientAsks ? 1 : 0);
    server.sysctls().set(SETTING, serverAsks ? 1 : 0);
    boolean used = clientAsks || serverAsks;
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.start(client, server, ip.server(1), PAYLOAD)) {
      flow.awaitArrival();

      assertUse(used, client, flow.connection());
      assertUse(used, server, flow.connection().reversed());
      flow.finish();
    }
    eventually(
        "the end of the server's data",
        () -> assertThat(path1).contains(dss().sentBy("server").dataFin()));
    assertThat(path1)
        .containsInOrder(
            flagA(clientAsks, mpCapableSyn()),
            flagA(serverAsks, mpCapableSynAck()),
            flagA(used, mpCapableAck().withoutPayload()))
        .contains(checked(used, dss().sentBy("client")), checked(used, dss().sentBy("server")))
        .doesNotContain(checked(!used, dss()), malformed());
    assertThat(atClient.change()).hasZero("DataCsumErr");
    assertThat(atServer.change()).hasZero("DataCsumErr");
  }

  private static void assertUse(boolean used, MptcpHost host, Connection connection) {
    var socket = assertThat(host.sockets()).mptcp(connection).isNotFallback();
    if (used) {
      socket.usesChecksum();
    } else {
      socket.usesNoChecksum();
    }
  }

  private static CapableMatcher flagA(boolean set, CapableMatcher matcher) {
    return set ? matcher.flag(Flag.A) : matcher.withoutFlag(Flag.A);
  }

  private static DssMatcher checked(boolean used, DssMatcher matcher) {
    return used ? matcher.checksum() : matcher.withoutChecksum();
  }
}
