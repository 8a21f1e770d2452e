// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An MPTCP socket takes, refuses and reads back options as a TCP socket of the same kernel. */
@SubflowTest
@UsesTopology(OneHost.class)
class OptionsLikeThoseOfTcp {
  /** Values of which the first is taken by TCP; the others may be wrong. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("SO_KEEPALIVE", List.of("1", "0", "2")),
          Map.entry("SO_LINGER", List.of("5")),
          Map.entry("SO_MARK", List.of("5", "0")),
          Map.entry("SO_PRIORITY", List.of("3", "6")),
          Map.entry("SO_RCVBUF", List.of("30000", "1")),
          Map.entry("SO_RCVLOWAT", List.of("5", "0")),
          Map.entry("SO_SNDBUF", List.of("30000", "1")),
          Map.entry("SO_SNDTIMEO", List.of("1500", "0")),
          Map.entry("SO_TIMESTAMPING", List.of("24", "1000000", "0")),
          Map.entry("IP_FREEBIND", List.of("1", "0", "2")),
          Map.entry("IP_TOS", List.of("40", "300", "0")),
          Map.entry("IP_TRANSPARENT", List.of("1", "0", "2")),
          Map.entry("TCP_CONGESTION", List.of("reno", "nosuch", "cubic")),
          Map.entry("TCP_CORK", List.of("1", "0")),
          Map.entry("TCP_DEFER_ACCEPT", List.of("3", "0")),
          Map.entry("TCP_FASTOPEN_CONNECT", List.of("1", "2", "0")),
          Map.entry("TCP_KEEPCNT", List.of("5")),
          Map.entry("TCP_KEEPIDLE", List.of("100")),
          Map.entry("TCP_KEEPINTVL", List.of("20")),
          Map.entry("TCP_INQ", List.of("1", "2", "0")),
          Map.entry("TCP_NODELAY", List.of("1", "0")));

  private static final Map<String, List<String>> OF_IPV6_ALONE =
      Map.of(
          "IPV6_FREEBIND", List.of("1", "0"),
          "IPV6_TRANSPARENT", List.of("1", "0"),
          "IPV6_V6ONLY", List.of("1", "0"));

  private static final Map<String, List<String>> SINCE_6_9 =
      Map.of(
          "IP_BIND_ADDRESS_NO_PORT", List.of("1", "0", "2"),
          "TCP_NOTSENT_LOWAT", List.of("16384", "0"));

  private static final Map<String, List<String>> SINCE_6_17 =
      Map.of("TCP_MAXSEG", List.of("1000", "5", "0"));

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void ofSocketsThatAreNew(String family, KernelUnderTest kernel, MptcpHost host) {
    try (SocketPuppet puppet = SocketPuppet.on(host)) {
      List<Comparison> comparisons = new ArrayList<>();
      compare(puppet, family, VALUES, comparisons);
      if (family.equals("6")) {
        compare(puppet, family, OF_IPV6_ALONE, comparisons);
      }
      if (kernel.isAtLeast(6, 9)) {
        compare(puppet, family, SINCE_6_9, comparisons);
      }
      if (kernel.isAtLeast(6, 17)) {
        compare(puppet, family, SINCE_6_17, comparisons);
      }
      for (Comparison comparison : comparisons) {
        JsonNode tcp = comparison.tcp().get();
        assertThat(comparison.mptcp().get()).as(comparison.order()).isEqualTo(tcp);
        assertThat(tcp.path("ok").asBoolean() || comparison.mayFail())
            .as("TCP takes " + comparison.order())
            .isTrue();
      }
    }
  }

  private record Comparison(
      String order, Supplier<JsonNode> tcp, Supplier<JsonNode> mptcp, boolean mayFail) {}

  /** Gives all orders first and asks for no answer: an answer a time would take seconds. */
  private static void compare(
      SocketPuppet puppet,
      String family,
      Map<String, List<String>> options,
      List<Comparison> comparisons) {
    options.forEach(
        (option, values) -> {
          puppet.begin("0 socket tcp " + family);
          puppet.begin("1 socket mptcp " + family);
          for (String value : values) {
            boolean first = value.equals(values.get(0));
            comparisons.add(both(puppet, "set " + option + " " + value, !first));
            comparisons.add(both(puppet, "get " + option, false));
          }
        });
  }

  private static Comparison both(SocketPuppet puppet, String order, boolean mayFail) {
    return new Comparison(
        order, puppet.attempt("0 " + order), puppet.attempt("1 " + order), mayFail);
  }
}
