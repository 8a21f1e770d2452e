// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.systemd;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.scenarios.systemd.Systemctl.systemctl;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.Guest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code mptcpize enable} on a unit whose program knows nothing of MPTCP, and back. */
@SubflowTest
@UsesTopology(SystemdPaths.class)
class UnitBecomesMptcp {
  private static final String UNIT = "echo.service";
  private static final int PORT = 9740;

  /** The guest that runs the unit is the topology's client; the other one connects to it. */
  @BeforeEach
  void installUnit(MptcpHost client) {
    client
        .guest()
        .files()
        .putText(
            "/etc/systemd/system/" + UNIT,
            """
            [Unit]
            Description=Echo over plain TCP

            [Service]
            ExecStart=/usr/bin/socat TCP-LISTEN:%d,fork,reuseaddr EXEC:cat
            """
                .formatted(PORT));
    systemctl(client.guest(), "daemon-reload");
    systemctl(client.guest(), "start", UNIT);
  }

  @Test
  @Rfc8684("3.1")
  void enableMakesItsSocketsMptcpAndDisableTcpAgain(MptcpHost client, MptcpHost server) {
    awaitListener(client, false);
    var before = server.countersFromNow();
    assertThat(echo(server)).isSuccess().printed("hello");
    assertThat(before.change()).has("MPCapableSYNTX", 1).has("MPCapableFallbackSYNACK", 1);

    Guest guest = client.guest();
    guest.succeed("mptcpize", "enable", UNIT);
    assertThat(systemctl(guest, "show", "-p", "Environment", UNIT).stdout())
        .contains("LD_PRELOAD=")
        .contains("libmptcpwrap");
    systemctl(guest, "restart", UNIT);
    awaitListener(client, true);
    var enabled = client.countersFromNow();
    assertThat(echo(server)).isSuccess().printed("hello");
    assertThat(enabled.change()).has("MPCapableSYNRX", 1).has("MPCapableACKRX", 1);

    guest.succeed("mptcpize", "disable", UNIT);
    systemctl(guest, "restart", UNIT);
    awaitListener(client, false);
  }

  private static void awaitListener(MptcpHost host, boolean mptcp) {
    eventually(
        UNIT + " listens over " + (mptcp ? "MPTCP" : "TCP"),
        () -> {
          assertThat(host.guest().succeed("ss", "-HOntl").stdout()).contains(":" + PORT);
          assertThat(host.guest().succeed("ss", "-HOnMl").stdout().contains(":" + PORT))
              .isEqualTo(mptcp);
        });
  }

  private static CommandResult echo(MptcpHost from) {
    return from.guest()
        .run(
            Command.of("mptcpize", "run", "socat", "-t5", "-", "TCP:10.0.1.1:" + PORT)
                .stdin("hello\n"));
  }
}
