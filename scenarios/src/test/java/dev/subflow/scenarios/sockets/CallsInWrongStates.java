// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.junit.LosesSockets;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that a socket's state forbids are refused by MPTCP as by TCP. */
@SubflowTest
@UsesTopology(OneHost.class)
@LosesSockets("mptcp_listen() counts a listener again when it is told to listen again")
class CallsInWrongStates {
  @ParameterizedTest
  @CsvSource({"tcp, 4, 127.0.0.1", "mptcp, 4, 127.0.0.1", "mptcp, 6, ::1"})
  void areRefused(String protocol, String family, String address, MptcpHost host) {
    String connect = "connect " + address + " " + SocketPuppet.PORT;
    try (SocketPuppet puppet = SocketPuppet.on(host)) {
      puppet.ask("0 socket " + protocol + " " + family);
      expect(puppet, "0 send now 1", "EPIPE");
      expect(puppet, "0 send now 0", "EPIPE");
      expect(puppet, "0 recv now 1", "ENOTCONN");
      expect(puppet, "0 accept 0", "EINVAL");
      // Refused, but remembered: a listener would hand it down.
      puppet.ask("4 socket " + protocol + " " + family);
      expect(puppet, "4 shutdown", "ENOTCONN");

      puppet.ask("0 bind " + address + " " + SocketPuppet.PORT);
      expect(puppet, "0 bind " + address + " " + SocketPuppet.PORT, "EINVAL");
      puppet.ask("0 listen 5");
      puppet.ask("0 listen 6");
      expect(puppet, "0 send now 1", "EPIPE");
      expect(puppet, "0 recv now 1", "ENOTCONN");
      expect(puppet, "0 queues", "EINVAL");
      expect(puppet, "0 " + connect, "EISCONN");
      puppet.ask("0 blocking no");
      expect(puppet, "1 accept 0", "EAGAIN");
      puppet.ask("3 socket " + protocol + " " + family);
      puppet.ask("3 bind " + address + " " + (SocketPuppet.PORT + 1));

      puppet.ask("1 socket " + protocol + " " + family);
      puppet.ask("1 " + connect);
      puppet.ask("2 accept 0");
      expect(puppet, "1 " + connect, "EISCONN");
      expect(puppet, "1 listen 5", "EINVAL");
      expect(puppet, "1 bind " + address + " 0", "EINVAL");
      expect(puppet, "3 accept 1", "EINVAL");
      expect(puppet, "1 recv now 1", "EAGAIN");
      assertThat(puppet.ask("1 send now 0").path("bytes").asInt()).isZero();

      puppet.ask("1 shutdown");
      puppet.ask("1 shutdown");
      expect(puppet, "1 send now 1", "EPIPE");
      expect(puppet, "1 send now 0", "EPIPE");
      puppet.ask("2 recv read 1");
      puppet.ask("2 send write 3");
      assertThat(puppet.ask("1 recv read 3").path("intact").asBoolean()).isTrue();

      puppet.ask("2 close");
      assertThat(puppet.ask("1 recv read 1").path("bytes").asInt()).isZero();
      expect(puppet, "2 send now 1", "EBADF");
    }
  }

  private static void expect(SocketPuppet puppet, String order, String errno) {
    JsonNode answer = puppet.attempt(order).get();
    assertThat(answer.path("errno").asText()).as("%s: %s", order, answer).isEqualTo(errno);
  }
}
