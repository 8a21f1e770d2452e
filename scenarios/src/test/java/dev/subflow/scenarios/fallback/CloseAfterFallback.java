// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.fin;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection that fell back to TCP ends as TCP does. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.7")
class CloseAfterFallback {
  private static final int SENT = 100_000;

  @ParameterizedTest
  @CsvSource({"IPV4, client", "IPV6, client", "IPV4, server", "IPV6, server"})
  void inGoodOrderIsNoReset(
      IpVersion ip, String first, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    try (SocketPuppet there = tcpListener(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");
      SocketPuppet closing = first.equals("client") ? here : there;
      SocketPuppet other = first.equals("client") ? there : here;
      // Closed at once: what is still on its way has to arrive.
      var sent = closing.begin("1 send write " + SENT);
      var closed = closing.begin("1 close");
      assertThat(other.ask("1 recv read " + SENT).path("intact").asBoolean()).isTrue();
      SocketPuppet.done(sent);
      SocketPuppet.done(closed);
      assertThat(other.ask("1 recv read 1").path("bytes").asInt()).isZero();
      other.ask("1 close");
      assertGone(client);
      assertThat(atClient.change()).hasZero("MPRstTx", "MPFastcloseTx", "TcpOutRsts");
    }
    assertThat(path1)
        .contains(fin().sentBy("client"), fin().sentBy("server"))
        .doesNotContain(rst());
  }

  private static SocketPuppet tcpListener(MptcpHost host) {
    SocketPuppet puppet = SocketPuppet.on(host);
    puppet.ask("0 socket tcp 6");
    puppet.ask("0 bind :: " + SocketPuppet.PORT);
    puppet.ask("0 listen 5");
    return puppet;
  }

  private static void assertGone(MptcpHost host) {
    eventually(
        "no connection is left",
        () -> assertThat(host.sockets()).hasNo(Connection.toPort(SocketPuppet.PORT)));
  }
}
