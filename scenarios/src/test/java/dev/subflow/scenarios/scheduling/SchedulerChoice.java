// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.scheduling;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UntilKernelDoes;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packet scheduler is chosen by name among those there are. */
@SubflowTest
@UsesTopology(OneHost.class)
class SchedulerChoice {
  private static final String CHOSEN = "net.mptcp.scheduler";
  private static final String AVAILABLE = "net.mptcp.available_schedulers";

  @Test
  void defaultIsThereAndChosen(MptcpHost host) {
    assertThat(host.sysctls().get(AVAILABLE).split(" ")).contains("default");
    assertThat(host.sysctls().get(CHOSEN)).isEqualTo("default");

    host.sysctls().set(CHOSEN, "default");

    assertThat(host.sysctls().get(CHOSEN)).isEqualTo("default");
  }

  @Tag("quick")
  @Test
  void unknownOneIsRefused(MptcpHost host) {
    assertThat(host.sysctls().trySet(CHOSEN, "no-such-scheduler"))
        .isFailure()
        .complained("No such file or directory");
    assertThat(host.sysctls().get(CHOSEN)).isEqualTo("default");
  }

  @Test
  @UntilKernelDoes(
      value =
          "programs bring schedulers along (struct_ops mptcp_sched_ops, net/mptcp/bpf.c); then"
              + " write scenarios of how they spread data",
      seen = "schedulers of programs")
  void noneCanBeBroughtAlong(MptcpHost host) {
    assertThat(host.sysctls().get(AVAILABLE)).isEqualTo("default");
    assertThat(host.guest().run("grep", "-cw", "bpf_struct_ops_mptcp_sched_ops", "/proc/kallsyms"))
        .as("schedulers of programs")
        .isFailure();
  }

  @Test
  void listIsNotForWriting(MptcpHost host) {
    assertThat(host.sysctls().trySet(AVAILABLE, "default")).isFailure();
    assertThat(host.sysctls().get(AVAILABLE).split(" ")).contains("default");
  }

  @Test
  @UsesTopology(TwoPaths.class)
  void namespaceHasItsOwn(MptcpHost client, MptcpHost server) {
    client.guest().succeed("ip", "netns", "add", "other");
    MptcpHost other = client.inNetns("other");

    assertThat(other.sysctls().get(CHOSEN)).isEqualTo("default");
    assertThat(other.sysctls().trySet(CHOSEN, "no-such-scheduler")).isFailure();

    // What was refused must not have hurt the choice: a connection still finds its scheduler.
    try (Flow flow = Flow.brief(client, server, "10.0.1.2")) {
      flow.awaitArrival();
      flow.finish();
    }
  }
}
