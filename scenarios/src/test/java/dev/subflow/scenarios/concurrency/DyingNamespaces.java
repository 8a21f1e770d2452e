// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.concurrency;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Cpus;
import dev.subflow.junit.Seed;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Network namespaces that end while connections, timers and announcements of theirs are alive. */
@SubflowTest
@UsesTopology(OneHost.class)
@Cpus(2)
class DyingNamespaces {
  private static final int ROUNDS = 4;
  private static final Duration LIFE = Duration.ofMillis(1500);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void takeTheirConnectionsAlong(Seed seed, MptcpHost host) throws InterruptedException {
    Guest guest = host.guest();
    host.limits().set(subflows(4));
    try (RunningCommand server =
        guest.start(storm(seed, "--seconds", "25", "serve").timeout(LIMIT))) {
      eventually("a listener", () -> assertThat(server.stdout()).contains("listening"));
      for (int round = 1; round <= ROUNDS; round++) {
        String name = "doomed" + round;
        namespace(host, name);
        try (RunningCommand client =
            guest.start(
                storm(seed.ofRepetition(round), "--seconds", "30", "10.9.1.1", "10.9.2.1")
                    .inNetns(name)
                    .timeout(LIMIT))) {
          Thread.sleep(LIFE.toMillis());
          guest.succeed("ip", "netns", "delete", name);
          assertThat(client.isRunning())
              .as("the client when its namespace loses its name")
              .isTrue();
        }
        eventually(
            name + " is gone",
            () ->
                assertThat(guest.succeed("ip", "-brief", "link").stdout())
                    .doesNotContain("out1", "out2"));
      }
      assertThat(server.await(LIMIT)).isSuccess();
      assertThat(server.stdout()).contains("\"wrong\":0");
    }
  }

  private static Command storm(Seed seed, String... words) {
    String[] argv = new String[words.length + 3];
    argv[0] = "mptcp-storm";
    argv[1] = "--seed";
    argv[2] = Long.toString(seed.value() & Integer.MAX_VALUE);
    System.arraycopy(words, 0, argv, 3, words.length);
    return Command.of(argv);
  }

  /** Two links to a new namespace, which announces one of its addresses and joins from it. */
  private static void namespace(MptcpHost host, String name) {
    Guest guest = host.guest();
    guest.succeed("ip", "netns", "add", name);
    guest.succeed(
        Command.of("ip", "-batch", "-")
            .stdin(
                """
                link add out1 type veth peer name in1 netns %1$s
                link add out2 type veth peer name in2 netns %1$s
                address add 10.9.1.1/24 dev out1
                address add 10.9.2.1/24 dev out2
                link set out1 up
                link set out2 up
                """
                    .formatted(name)));
    guest.succeed(
        Command.of("ip", "-batch", "-")
            .inNetns(name)
            .stdin(
                """
                link set lo up
                address add 10.9.1.2/24 dev in1
                address add 10.9.2.2/24 dev in2
                link set in1 up
                link set in2 up
                """));
    MptcpHost inside = host.inNetns(name);
    inside.limits().set(subflows(4));
    inside.endpoints().add(endpoint("10.9.2.2").dev("in2").signal().subflow());
  }
}
