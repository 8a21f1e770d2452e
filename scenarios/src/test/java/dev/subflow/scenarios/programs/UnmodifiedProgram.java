// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.programs.Hello.MPTCP;
import static dev.subflow.scenarios.programs.Hello.TCP;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.Command;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Installs;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.kernelsockets.KernelSocketModule;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two ways to have a program that knows only TCP speak MPTCP: {@code mptcpize}, which preloads a
 * library into it, and a BPF program in the kernel; and what each can't reach.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Installs({"hello", "bpf"})
@Rfc8684("3.1")
class UnmodifiedProgram {
  private static final String PIN = "/sys/fs/bpf/mptcpify";
  // sample: mptcpwrap: changing socket protocol from 0x0 to 0x106 (IPPROTO_MPTCP) for family …
  private static final String WRAPPED = "changing socket protocol from 0x0 to 0x106";

  @ParameterizedTest
  @EnumSource
  void becomesMptcpEitherWay(
      IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    Command program = Language.C.client(ip.server(1));

    assertSpeaksTcp(client, program, server, ip);
    assertSpeaksMptcp(client, Hello.mptcpize(program), server, ip);
    attachMptcpify(client, kernel);
    assertSpeaksMptcp(client, program, server, ip);
    client.guest().succeed("rm", PIN);
    assertSpeaksTcp(client, program, server, ip);
  }

  @Test
  void listensOverMptcpEitherWay(KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    String address = IpVersion.IPV4.server(1);
    Command asking = Language.C.client(address, "mptcp");

    try (var hello = Hello.say(client, asking, server, Language.C.server())) {
      assertThat(hello.serverProtocol()).isEqualTo(TCP);
      assertThat(client.sockets()).mptcp(Hello.connectionTo(address)).isFallback();
      hello.finish();
    }
    try (var hello = Hello.say(client, asking, server, Hello.mptcpize(Language.C.server()))) {
      assertThat(hello.serverProtocol()).isEqualTo(MPTCP);
      assertThat(client.sockets()).mptcp(Hello.connectionTo(address)).isNotFallback();
      hello.finish();
    }
    attachMptcpify(server, kernel);
    try (var hello = Hello.say(client, asking, server, Language.C.server())) {
      assertThat(hello.serverProtocol()).isEqualTo(MPTCP);
      assertThat(client.sockets()).mptcp(Hello.connectionTo(address)).isNotFallback();
      hello.finish();
    }
  }

  @Test
  void saysWhatMptcpizeChanges(MptcpHost client, MptcpHost server) {
    Command program = Language.C.client(IpVersion.IPV4.server(1));
    try (var hello =
        Hello.say(client, Hello.mptcpize(program), server, Language.C.server("mptcp"))) {
      assertThat(hello.clientComplaints()).contains(WRAPPED);
      hello.finish();
    }
  }

  /** Nothing can be preloaded into a static program; the kernel asks BPF whoever calls. */
  @Test
  void isReachedByBpfAloneWhenStatic(KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    Command program = Language.STATIC_C.client(IpVersion.IPV4.server(1));

    assertSpeaksTcp(client, Hello.mptcpize(program), server, IpVersion.IPV4);
    attachMptcpify(client, kernel);
    assertSpeaksMptcp(client, program, server, IpVersion.IPV4);
  }

  /** Both act on socket(2), which sockets of the kernel's own never come from. */
  @Test
  @Installs({"hello", "bpf", "kernel-sockets"})
  void isReachedByNeitherWhenAModule(KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    attachMptcpify(client, kernel);
    String address = IpVersion.IPV4.server(1);
    var before = client.countersFromNow();

    var serving = KernelSocketModule.server(server, address, "MPTCP");
    var asking = KernelSocketModule.client(client, address, "TCP");
    asking.awaitLog("received: answer to message 1");

    assertThat(client.sockets()).isEmpty();
    assertThat(before.change()).hasZero("MPCapableSYNTX");
    assertSpeaksMptcp(client, Language.C.client(address), server, IpVersion.IPV4);
    asking.remove();
    serving.remove();
  }

  private static void assertSpeaksMptcp(
      MptcpHost client, Command program, MptcpHost server, IpVersion ip) {
    var before = client.countersFromNow();
    try (var hello = Hello.say(client, program, server, Language.C.server("mptcp"))) {
      assertThat(hello.clientProtocol()).as("SO_PROTOCOL").isEqualTo(MPTCP);
      assertThat(hello.serverProtocol()).as("SO_PROTOCOL at the server").isEqualTo(MPTCP);
      assertThat(client.sockets())
          .mptcp(Hello.connectionTo(ip.server(1)))
          .isEstablished()
          .isNotFallback();
      assertThat(before.change()).has("MPCapableSYNTX", 1).has("MPCapableSYNACKRX", 1);
      hello.finish();
    }
  }

  private static void assertSpeaksTcp(
      MptcpHost client, Command program, MptcpHost server, IpVersion ip) {
    var before = client.countersFromNow();
    try (var hello = Hello.say(client, program, server, Language.C.server("mptcp"))) {
      assertThat(hello.clientProtocol()).as("SO_PROTOCOL").isEqualTo(TCP);
      assertThat(client.sockets()).hasNo(Hello.connectionTo(ip.server(1)));
      assertThat(before.change()).hasZero("MPCapableSYNTX");
      hello.finish();
    }
  }

  private static void attachMptcpify(MptcpHost host, KernelUnderTest kernel) {
    for (String option : new String[] {"CONFIG_DEBUG_INFO_BTF", "CONFIG_FUNCTION_TRACER"}) {
      assumeTrue(
          kernel.option(option).isPresent(),
          () -> "kernel " + kernel.release() + " has no " + option + ", which fmod_ret needs");
    }
    host.guest().succeed("bpftool", "prog", "load", "/srv/bpf/mptcpify.o", PIN, "autoattach");
  }
}
