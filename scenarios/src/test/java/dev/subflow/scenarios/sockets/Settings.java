// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Settings of MPTCP begin as the kernel documents them, in every namespace, and keep their bounds.
 *
 * @see <a href="https://docs.kernel.org/networking/mptcp-sysctl.html">mptcp-sysctl</a>
 */
@SubflowTest
@UsesTopology(OneHost.class)
class Settings {
  /** Those that every kernel of these lines has. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "enabled", "1",
          "add_addr_timeout", "120",
          "allow_join_initial_addr_port", "1",
          "checksum_enabled", "0",
          "pm_type", "0",
          "scheduler", "default",
          "stale_loss_cnt", "4");

  /** Those that came later. */
  private static final Map<String, String> LATER_DEFAULTS =
      Map.of(
          "close_timeout", "60",
          "blackhole_timeout", "3600",
          "syn_retrans_before_tcp_fallback", "2",
          "path_manager", "kernel",
          "add_addr_v6_port_drop_ts", "1");

  private static final List<String> SWITCHES =
      List.of("enabled", "allow_join_initial_addr_port", "checksum_enabled", "pm_type");

  private static String name(String setting) {
    return "net.mptcp." + setting;
  }

  private static Map<String, String> of(MptcpHost host) {
    Map<String, String> values = new LinkedHashMap<>();
    DEFAULTS.keySet().forEach(s -> values.put(s, host.sysctls().get(name(s))));
    LATER_DEFAULTS
        .keySet()
        .forEach(s -> host.sysctls().find(name(s)).ifPresent(v -> values.put(s, v)));
    return values;
  }

  @Tag("quick")
  @Test
  void beginAsDocumented(MptcpHost host) {
    assertDefaults(host);
  }

  private static void assertDefaults(MptcpHost host) {
    Map<String, String> values = of(host);
    assertThat(values).containsAllEntriesOf(DEFAULTS);
    values.forEach(
        (setting, value) ->
            assertThat(value)
                .as(setting)
                .isEqualTo(
                    Optional.ofNullable(DEFAULTS.get(setting))
                        .orElseGet(() -> LATER_DEFAULTS.get(setting))));
  }

  @Test
  void namespaceHasItsOwn(MptcpHost host) {
    Map<String, String> changed = new LinkedHashMap<>();
    of(host).forEach((setting, value) -> changed.put(setting, other(value)));
    changed.forEach((setting, value) -> host.sysctls().set(name(setting), value));

    host.guest().succeed("ip", "netns", "add", "other");
    MptcpHost other = host.inNetns("other");

    assertDefaults(other);
    assertThat(of(host)).isEqualTo(changed);
    other.sysctls().set(name("stale_loss_cnt"), 9);
    assertThat(host.sysctls().get(name("stale_loss_cnt"))).isEqualTo("5");
  }

  /** Another value that is as good; of names there is one alone. */
  private static String other(String value) {
    return switch (value) {
      case "0" -> "1";
      case "1" -> "0";
      case "default" -> "default";
      case "kernel" -> "userspace";
      default -> Integer.toString(Integer.parseInt(value) + 1);
    };
  }

  @Test
  void switchesAreZeroOrOne(MptcpHost host) {
    for (String setting : SWITCHES) {
      for (String bad : List.of("2", "-1", "256")) {
        assertThat(host.sysctls().trySet(name(setting), bad))
            .as(setting + " " + bad)
            .isFailure()
            .complained("Invalid argument");
      }
    }
    assertThat(host.sysctls().trySet(name("stale_loss_cnt"), "-1")).isFailure();
    assertDefaults(host);
  }
}
