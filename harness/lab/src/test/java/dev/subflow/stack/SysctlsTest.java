// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.CommandAssertionError;
import dev.subflow.mptcp.PathManager;
import org.junit.jupiter.api.Test;

final class SysctlsTest {
  private static final String PATH_MANAGER = "/proc/sys/net/mptcp/path_manager";
  private static final String PM_TYPE = "/proc/sys/net/mptcp/pm_type";

  private final ScriptedGuest guest = new ScriptedGuest();
  private final Sysctls sysctls = MptcpHost.of(guest).sysctls();

  @Test
  void sysctlsByName() {
    guest
        .prints("cat /proc/sys/net/mptcp/enabled", "1\n")
        .prints("tee /proc/sys/net/mptcp/enabled", "0")
        .prints("cat /proc/sys/net/ipv4/conf/eth0.5/rp_filter", "2\n");

    assertThat(sysctls.get("net.mptcp.enabled")).isEqualTo("1");
    assertThat(sysctls.get("net/ipv4/conf/eth0.5/rp_filter")).isEqualTo("2");
    sysctls.set("net.mptcp.enabled", 0);
    assertThat(guest.commands()).contains("tee /proc/sys/net/mptcp/enabled < 0");
    assertThat(sysctls.find("net.mptcp.no_such")).isEmpty();
    assertThat(sysctls.trySet("net.mptcp.no_such", "1").isSuccess()).isFalse();
  }

  @Test
  void pathManagerOfNewKernels() {
    guest
        .prints("test -e " + PATH_MANAGER, "")
        .prints("cat " + PATH_MANAGER, "userspace\n")
        .prints("tee " + PATH_MANAGER, "");

    assertThat(sysctls.pathManager()).isEqualTo(PathManager.USERSPACE);
    sysctls.setPathManager(PathManager.KERNEL);
    assertThat(guest.commands()).contains("tee " + PATH_MANAGER + " < kernel");
  }

  @Test
  void pathManagerOfOldKernels() {
    guest.prints("cat " + PM_TYPE, "0\n").prints("tee " + PM_TYPE, "");

    assertThat(sysctls.pathManager()).isEqualTo(PathManager.KERNEL);
    sysctls.setPathManager(PathManager.USERSPACE);
    sysctls.setPathManager(PathManager.KERNEL);
    assertThat(guest.commands()).contains("tee " + PM_TYPE + " < 1", "tee " + PM_TYPE + " < 0");
    assertThatThrownBy(() -> sysctls.setPathManager(new PathManager("bpf")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("kernel and userspace only")
        .hasMessageContaining("not \"bpf\"");
    guest.prints("cat " + PM_TYPE, "7\n");
    assertThat(sysctls.pathManager().name()).isEqualTo("net.mptcp.pm_type=7");
  }

  @Test
  void aSettingThatIsNotThereIsAnAssertionError() {
    assertThatThrownBy(() -> sysctls.get("net.mptcp.no_such"))
        .isInstanceOf(CommandAssertionError.class)
        .hasMessageContaining("cat /proc/sys/net/mptcp/no_such");
    assertThatThrownBy(() -> sysctls.set("net.mptcp.no_such", 1))
        .isInstanceOf(CommandAssertionError.class);
    assertThatThrownBy(sysctls::pathManager)
        .as("a kernel without MPTCP")
        .isInstanceOf(CommandAssertionError.class)
        .hasMessageContaining("pm_type");
  }
}
