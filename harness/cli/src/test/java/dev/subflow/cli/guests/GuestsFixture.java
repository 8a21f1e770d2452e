// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli.guests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.Guest;
import dev.subflow.junit.ColdBoot;
import dev.subflow.junit.Seed;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;

/** Small scenarios for RunIT. */
@SubflowTest
class GuestsFixture {
  @Test
  void isPristine(Guest host) {
    assertThat(host.succeed("ls", "/tmp").stdout()).isEmpty();
    host.succeed("touch", "/tmp/was-here");
  }

  @Test
  @ColdBoot
  void boots(Guest host) {
    host.succeed("true");
  }

  @Test
  void failsWithOddSeeds(Guest host, Seed seed) {
    assertThat(host.succeed("echo", Long.toString(seed.value() & 1)).stdout()).isEqualTo("0\n");
  }

  @Test
  void isOfTheSixthSeries(Guest host) {
    assertThat(host.succeed("uname", "-r").stdout()).startsWith("6.");
  }

  @Test
  @UsesTopology(TwoPaths.class)
  void talks(Guest client, Guest server) {
    assertThat(server.succeed("uname", "-n").stdout()).isEqualTo("server\n");
    client.succeed("ping", "-c", "1", "-W", "10", "10.0.1.2");
  }
}
