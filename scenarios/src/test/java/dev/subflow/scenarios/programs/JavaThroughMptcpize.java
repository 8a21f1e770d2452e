// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain Java at both ends: TCP by itself, MPTCP under {@code mptcpize run}. */
@SubflowTest
@UsesTopology(JavaPaths.class)
class JavaThroughMptcpize {
  private static final String FOLDER = "/srv/java";

  @BeforeEach
  void install(Guest client, Guest server) throws IOException {
    String path = HelloInJava.class.getName().replace('.', '/') + ".class";
    byte[] program;
    try (InputStream in = HelloInJava.class.getClassLoader().getResourceAsStream(path)) {
      program = Objects.requireNonNull(in, path).readAllBytes();
    }
    String target = FOLDER + "/" + path;
    for (Guest guest : List.of(client, server)) {
      guest.succeed("mkdir", "-p", target.substring(0, target.lastIndexOf('/')));
      guest.files().put(target, program);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.1")
  void speaksMptcp(IpVersion ip, MptcpHost client, MptcpHost server) {
    String address = ip.server(1);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var hello =
        Hello.say(
            client,
            Hello.mptcpize(java(ip, "client", address)),
            server,
            Hello.mptcpize(java(ip, "server")))) {
      assertThat(hello.clientOutput()).contains("received: hello from a server in Java");
      assertThat(hello.serverOutput()).contains("received: hello from a client in Java");
      assertThat(server.listening()).listensOn(Hello.PORT);
      assertThat(client.sockets())
          .mptcp(Hello.connectionTo(address))
          .isEstablished()
          .hasRemoteKey()
          .isNotFallback();
      assertThat(atClient.change()).has("MPCapableSYNACKRX", 1);
      assertThat(atServer.change()).has("MPCapableACKRX", 1);
      hello.finish();
    }
  }

  /** Java prefers sockets for both versions of IP, whose IPv4 addresses {@code ss} shows mapped. */
  private static Command java(IpVersion ip, String... role) {
    List<String> argv = new ArrayList<>(List.of("java", "-Xmx64m", "-XX:+UseSerialGC"));
    argv.add("-XX:TieredStopAtLevel=1");
    argv.add("-Djava.net.preferIPv4Stack=" + (ip == IpVersion.IPV4));
    argv.addAll(List.of("-cp", FOLDER, HelloInJava.class.getName()));
    argv.addAll(List.of(role));
    argv.add(String.valueOf(Hello.PORT));
    return Command.of(argv.toArray(String[]::new));
  }
}
