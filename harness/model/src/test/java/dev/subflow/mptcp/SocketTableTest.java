// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SocketTableTest {
  @Test
  void everyItemOfTheGrammarIsTyped() {
    MptcpSocket socket =
        SocketTable.parse(
                "ESTAB 3 7 10.0.1.1%eth1:40000 [::ffff:10.0.1.2]:9734 users:((\"a b\",pid=1,fd=3))"
                    + " timer:(keepalive,1min,0) uid:7 ino:12 sk:a fwmark:0x1 cgroup:/x v6only:0"
                    + " <-> skmem:(r0,rb1,t2,tb3,f4,w5,o6,bl7,d8) subflows:1 add_addr_signal:2"
                    + " add_addr_accepted:3 subflows_max:4 add_addr_signal_max:5"
                    + " add_addr_accepted_max:6 fallback remote_key token:f00000a3"
                    + " write_seq:18446744073709551615 snd_una:8 rcv_nxt:9 local_addr_used:10"
                    + " local_addr_max:11 csum_enabled:1 retransmits:12 bytes_retrans:13"
                    + " bytes_sent:14 bytes_received:15 bytes_acked:16 subflows_total:17"
                    + " endp_laminar_max:18 last_data_sent:19 last_data_recv:20 last_ack_recv:21"
                    + " new_thing:22 new_word\n")
            .sockets()
            .get(0);

    assertThat(socket.state()).isEqualTo(SocketState.ESTABLISHED);
    assertThat(socket.receiveQueue()).isEqualTo(3);
    assertThat(socket.sendQueue()).isEqualTo(7);
    assertThat(socket.local().host()).isEqualTo("10.0.1.1");
    assertThat(socket.local().device()).contains("eth1");
    assertThat(socket.local().port()).hasValue(40000);
    assertThat(socket.peer().host()).isEqualTo("::ffff:10.0.1.2");
    assertThat(socket.subflows()).isEqualTo(1);
    assertThat(socket.addAddrSignal()).isEqualTo(2);
    assertThat(socket.addAddrAccepted()).isEqualTo(3);
    assertThat(socket.subflowsMax()).isEqualTo(4);
    assertThat(socket.addAddrSignalMax()).isEqualTo(5);
    assertThat(socket.addAddrAcceptedMax()).isEqualTo(6);
    assertThat(socket.isFallback()).isTrue();
    assertThat(socket.hasRemoteKey()).isTrue();
    assertThat(socket.token()).hasValue(0xf00000a3L);
    assertThat(socket.writeSequence()).hasValue(-1L);
    assertThat(socket.sendUnacknowledged()).hasValue(8);
    assertThat(socket.receiveNext()).hasValue(9);
    assertThat(socket.localAddressesUsed()).isEqualTo(10);
    assertThat(socket.localAddressesMax()).isEqualTo(11);
    assertThat(socket.usesChecksum()).isTrue();
    assertThat(socket.retransmits()).isEqualTo(12);
    assertThat(socket.bytesRetransmitted()).isEqualTo(13);
    assertThat(socket.bytesSent()).isEqualTo(14);
    assertThat(socket.bytesReceived()).isEqualTo(15);
    assertThat(socket.bytesAcknowledged()).isEqualTo(16);
    assertThat(socket.subflowsTotal()).isEqualTo(17);
    assertThat(socket.laminarEndpointsMax()).isEqualTo(18);
    assertThat(socket.sinceDataSent()).isEqualTo(Duration.ofMillis(19));
    assertThat(socket.sinceDataReceived()).isEqualTo(Duration.ofMillis(20));
    assertThat(socket.sinceAckReceived()).isEqualTo(Duration.ofMillis(21));
    assertThat(socket.fields().find("users")).contains("((\"a b\",pid=1,fd=3))");
    assertThat(socket.fields().find("skmem")).contains("(r0,rb1,t2,tb3,f4,w5,o6,bl7,d8)");
    assertThat(socket.fields().find("new_thing")).contains("22");
    assertThat(socket.fields().find("new_word")).contains("");
  }

  @Test
  void anyLetterMakesTheSequenceNumbersOfTheOutputHexadecimal() {
    SocketTable table =
        SocketTable.parse(
            """
            ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 token:1 write_seq:ff snd_una:10 rcv_nxt:10
            ESTAB 0 0 10.0.1.1:2 10.0.1.2:2 token:2 write_seq:10 snd_una:10 rcv_nxt:10
            """);

    assertThat(table.sockets().get(0).writeSequence()).hasValue(255);
    assertThat(table.sockets().get(1).writeSequence()).hasValue(16);
    assertThat(table.sockets().get(1).token()).hasValue(2);
  }

  @Test
  void eachTableTakesTheRowsOfItsProtocol() {
    String output =
        """
        Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port
        mptcp LISTEN 0      5                  *:9734            *:*
        tcp   LISTEN 0      5                  *:9               *:*
        """;

    assertThat(SocketTable.parse(output).sockets())
        .singleElement()
        .extracting(MptcpSocket::local)
        .isEqualTo(SocketEnd.of("*", 9734));
    assertThat(SubflowTable.parse(output).sockets())
        .singleElement()
        .extracting(TcpSocket::local)
        .isEqualTo(SocketEnd.of("*", 9));
  }

  @Test
  void whatIsNoSocketIsKept() {
    SocketTable table = SocketTable.parse("\tstray\nLISTEN 0 5 *:9734 *:*\nss: trouble\n");

    assertThat(table.sockets()).hasSize(1);
    assertThat(table.unrecognised()).containsExactly("\tstray", "ss: trouble");
  }
}
