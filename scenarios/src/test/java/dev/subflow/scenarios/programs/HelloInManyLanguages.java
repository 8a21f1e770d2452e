// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.programs.Hello.MPTCP;
import static dev.subflow.scenarios.programs.Hello.TCP;

import dev.subflow.junit.Installs;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client and server in languages that can ask for MPTCP themselves. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Installs("hello")
@Rfc8684("3.1")
class HelloInManyLanguages {
  @ParameterizedTest
  @CsvSource({
    "C, IPV4",
    "C, IPV6",
    "PYTHON, IPV4",
    "PYTHON, IPV6",
    "PERL, IPV4",
    "PERL, IPV6",
    "GO, IPV4",
    "GO, IPV6"
  })
  void asksForMptcp(Language language, IpVersion ip, MptcpHost client, MptcpHost server) {
    String address = ip.server(1);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var hello =
        Hello.say(client, language.client(address, "mptcp"), server, language.server("mptcp"))) {
      assertThat(hello.clientOutput()).contains("received: " + language.answer());
      assertThat(hello.serverOutput()).contains("received: " + language.greeting());
      assertThat(hello.clientProtocol()).isEqualTo(MPTCP);
      assertThat(hello.serverProtocol()).isEqualTo(MPTCP);
      assertThat(client.sockets())
          .mptcp(Hello.connectionTo(address))
          .isEstablished()
          .hasRemoteKey()
          .isNotFallback();
      assertThat(atClient.change()).has("MPCapableSYNTX", 1).has("MPCapableSYNACKRX", 1);
      assertThat(atServer.change()).has("MPCapableSYNRX", 1).has("MPCapableACKRX", 1);
      hello.finish();
    }
  }

  /**
   * Go asks by itself, without a word in the program: for listeners always, for clients if told.
   */
  @Test
  void goListensOverMptcpAndCallsOverItWhenTold(MptcpHost client, MptcpHost server) {
    String address = IpVersion.IPV4.server(1);
    var plain = client.countersFromNow();

    try (var hello = Hello.say(client, Language.GO.client(address), server, Language.GO.server())) {
      assertThat(server.listening()).listensOn(Hello.PORT);
      assertThat(hello.clientProtocol()).isEqualTo(TCP);
      assertThat(plain.change()).hasZero("MPCapableSYNTX");
      hello.finish();
    }
    var told = client.countersFromNow();
    try (var hello =
        Hello.say(
            client,
            Language.GO.client(address).env("GODEBUG", "multipathtcp=1"),
            server,
            Language.GO.server())) {
      assertThat(hello.clientProtocol()).isEqualTo(MPTCP);
      assertThat(hello.serverProtocol()).isEqualTo(MPTCP);
      assertThat(client.sockets()).mptcp(Hello.connectionTo(address)).isNotFallback();
      assertThat(told.change()).has("MPCapableSYNACKRX", 1);
      hello.finish();
    }
  }

  @Test
  void goListensOverTcpWhenToldSo(MptcpHost client, MptcpHost server) {
    String address = IpVersion.IPV4.server(1);

    try (var hello =
        Hello.say(
            client,
            Language.GO.client(address, "mptcp"),
            server,
            Language.GO.server().env("GODEBUG", "multipathtcp=0"))) {
      assertThat(server.listening()).doesNotListenOn(Hello.PORT);
      assertThat(client.sockets()).mptcp(Hello.connectionTo(address)).isFallback();
      assertThat(hello.serverProtocol()).isEqualTo(TCP);
      hello.finish();
    }
  }
}
