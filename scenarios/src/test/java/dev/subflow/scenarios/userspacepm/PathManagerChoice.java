// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.userspacepm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.PathManager;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import org.junit.jupiter.api.Test;

/** The two sysctls that choose the path manager of new connections say the same. */
@SubflowTest
@UsesTopology(OneHost.class)
class PathManagerChoice {
  private static final String NAME = "net.mptcp.path_manager";
  private static final String TYPE = "net.mptcp.pm_type";

  @Test
  void typeIsZeroOrOne(MptcpHost host) {
    assertThat(host.sysctls().get(TYPE)).isEqualTo("0");

    host.sysctls().set(TYPE, 1);

    assertThat(host.sysctls().get(TYPE)).isEqualTo("1");
    assertThat(host.sysctls().pathManager()).isEqualTo(PathManager.USERSPACE);
    assertThat(host.sysctls().trySet(TYPE, "2")).isFailure().complained("Invalid argument");
    assertThat(host.sysctls().get(TYPE)).isEqualTo("1");
  }

  @Test
  void nameAndTypeFollowEachOther(KernelUnderTest kernel, MptcpHost host) {
    assumeTrue(
        host.sysctls().find(NAME).isPresent(),
        () -> "kernel " + kernel.release() + " has no " + NAME + "; 6.15 has");
    assertThat(host.sysctls().get("net.mptcp.available_path_managers"))
        .contains("kernel", "userspace");
    assertThat(host.sysctls().get(NAME)).isEqualTo("kernel");

    host.sysctls().set(TYPE, 1);
    assertThat(host.sysctls().get(NAME)).isEqualTo("userspace");

    host.sysctls().set(NAME, "kernel");
    assertThat(host.sysctls().get(TYPE)).isEqualTo("0");

    host.sysctls().set(NAME, "userspace");
    assertThat(host.sysctls().get(TYPE)).isEqualTo("1");

    assertThat(host.sysctls().trySet(NAME, "nobody"))
        .isFailure()
        .complained("No such file or directory");
    assertThat(host.sysctls().get(NAME)).isEqualTo("userspace");
    assertThat(host.sysctls().get(TYPE)).isEqualTo("1");
  }
}
