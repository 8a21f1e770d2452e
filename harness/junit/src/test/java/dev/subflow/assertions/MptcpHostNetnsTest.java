// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.SubflowAssertions.assertThatThrownBy;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.LISTENER_CREATED;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.CommandAssertionError;
import dev.subflow.mptcp.EndpointChange;
import dev.subflow.mptcp.PathManager;
import dev.subflow.stack.EventMonitor;
import dev.subflow.stack.MptcpHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@link MptcpHost} against the tools and the kernel of this machine. */
@EnabledIf(
    value = "dev.subflow.assertions.NetnsGuest#isPossible",
    disabledReason = "needs root, iproute2 and a kernel with MPTCP on this machine")
final class MptcpHostNetnsTest {
  @TempDir private Path folder;
  private NetnsGuest guest;
  private MptcpHost host;

  @BeforeEach
  void open() {
    guest = new NetnsGuest(folder);
    host = MptcpHost.of(guest);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void endpoints() {
    host.endpoints().add(endpoint("10.9.0.1").dev("lo").id(9).subflow());
    host.endpoints().add(endpoint("fd00:9::1").id(10).signal().backup());
    assertThat(host.endpoints().list())
        .containsExactly(
            endpoint("10.9.0.1").dev("lo").id(9).subflow(),
            endpoint("fd00:9::1").id(10).signal().backup());

    host.endpoints().change(9, EndpointChange.BACKUP);
    assertThat(host.endpoints().list()).contains(endpoint("10.9.0.1").dev("lo").subflow().backup());
    host.endpoints().change(9, EndpointChange.NOBACKUP);
    host.endpoints().delete(10);
    assertThat(host.endpoints().list()).containsExactly(endpoint("10.9.0.1").dev("lo").subflow());
    assertThat(host.endpoints().tryAdd(endpoint("10.9.0.1").signal()))
        .isFailure()
        .complained("duplicate");
    assertThatThrownBy(() -> host.endpoints().delete(77))
        .isInstanceOf(CommandAssertionError.class)
        .hasMessageContaining("address not found");
    host.endpoints().flush();
    assertThat(host.endpoints().list()).isEmpty();
  }

  @Test
  void limits() {
    host.limits().set(subflows(3), addAddrAccepted(1));
    host.limits().set(subflows(2));

    assertThat(host.limits().get()).hasSubflows(2).hasAddAddrAccepted(1);
    assertThat(host.limits().trySet(subflows(1000))).isFailure().complained("limit");
  }

  @Test
  void sysctls() {
    assertThat(host.sysctls().pathManager()).isEqualTo(PathManager.KERNEL);
    host.sysctls().setPathManager(PathManager.USERSPACE);
    assertThat(host.sysctls().pathManager()).isEqualTo(PathManager.USERSPACE);
    host.sysctls().set("net.mptcp.enabled", 0);
    assertThat(host.sysctls().get("net.mptcp.enabled")).isEqualTo("0");
    assertThat(host.sysctls().trySet("net.mptcp.pm_type", "9")).isFailure().complained("Invalid");
    assertThat(host.sysctls().find("net.mptcp.no_such")).isEmpty();
  }

  @Test
  void socketsAndCounters() {
    assertThat(host.sockets()).isEmpty();
    assertThat(host.listening()).isEmpty();
    assertThat(host.ss("-iaM")).isEmpty();
    assertThat(host.subflows()).hasSize(0);
    assertThat(host.counters()).hasZero("MPCapableSYNTX", "MPJoinSynRx");
    assertThat(host.counters().delta(host.counters())).hasZero("MPCapableSYNTX");
  }

  /** The kernel listens by itself on the port of an endpoint, which is an event. */
  @Test
  void eventsSinceTheMonitorWasHandedOut() {
    try (EventMonitor monitor = host.monitor()) {
      assertThat(monitor.events().events()).isEmpty();
      host.endpoints().add(endpoint("127.0.0.1").port(10100).signal());

      await("event of the listener")
          .untilAsserted(() -> assertThat(monitor.events()).has(LISTENER_CREATED, 1));
      assertThat(monitor.await(LISTENER_CREATED)).isIn(monitor.events().events());
    }
  }

  @Test
  void monitorThatEndedWaitsForNothing() {
    EventMonitor ended = host.monitor();
    ended.close();

    assertThatThrownBy(() -> ended.await(CLOSED))
        .rootCause()
        .hasMessageContaining("ip mptcp monitor ended");
  }
}
