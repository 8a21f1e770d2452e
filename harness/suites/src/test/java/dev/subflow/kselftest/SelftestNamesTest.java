// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SelftestNamesTest {
  @Test
  void scriptsAreSeparatedByCommasToo() {
    assertThat(SelftestNames.parse("diag, pm_netlink.sh")).containsExactly("diag", "pm_netlink.sh");
    assertThat(SelftestNames.parse("diag;pm_netlink\nsockopt,"))
        .containsExactly("diag", "pm_netlink", "sockopt");
    assertThat(SelftestNames.parse(" diag ")).containsExactly("diag");
  }

  @Test
  void aSubtestKeepsItsCommasAndColons() {
    assertThat(SelftestNames.parse("mptcp_join:single address, backup"))
        .containsExactly("mptcp_join:single address, backup");
    assertThat(SelftestNames.parse("mptcp_join:set backup,fullmesh flags test"))
        .containsExactly("mptcp_join:set backup,fullmesh flags test");
    assertThat(SelftestNames.parse("mptcp_connect:loopback v4: ns1 TCP -> ns1 (10.0.1.1:10002)"))
        .containsExactly("mptcp_connect:loopback v4: ns1 TCP -> ns1 (10.0.1.1:10002)");
  }

  @Test
  void severalSubtestsAreSeparatedBySemicolonsOrLines() {
    String names =
        "diag, mptcp_join:single address, backup; mptcp_join:no JOIN\npm_netlink.sh,sockopt";
    assertThat(SelftestNames.parse(names))
        .containsExactly(
            "diag",
            "mptcp_join:single address, backup",
            "mptcp_join:no JOIN",
            "pm_netlink.sh",
            "sockopt");
  }
}
