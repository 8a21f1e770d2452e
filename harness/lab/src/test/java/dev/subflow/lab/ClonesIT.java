// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.guest.RunningCommand;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of one template are machines of their own, as if each had been booted. */
@Timeout(120)
final class ClonesIT {
  private static final Topology TOPOLOGY = new TwoPaths().topology();
  @TempDir static Path folder;
  private static LabEnvironment environment;
  private static Lab first;
  private static Lab second;

  @BeforeAll
  static void start() throws IOException {
    environment = TestLabs.open();
    var other =
        CompletableFuture.supplyAsync(
            () -> environment.start(TOPOLOGY, evidence("second"), r -> {}));
    first = environment.start(TOPOLOGY, evidence("first"), r -> {});
    second = other.join();
  }

  private static Path evidence(String name) {
    try {
      return Files.createDirectory(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterAll
  static void end() {
    try (LabEnvironment closing = environment) {
      first.close();
      second.close();
      assertThat(closing.kernel()).isNotNull();
    }
  }

  private static List<Guest> all() {
    List<Guest> guests = new ArrayList<>(first.guests());
    guests.addAll(second.guests());
    return guests;
  }

  private static List<String> fromAll(Function<Guest, String> what) {
    return all().stream().map(what).toList();
  }

  @Test
  void theyCameFromATemplate() throws IOException {
    for (String name : List.of("client", "server")) {
      assertThat(folder.resolve("first/qemu-" + name + ".args"))
          .content()
          .contains("-incoming\ndefer", "share=off");
    }
  }

  @Test
  void theyDrawDifferentRandomBytes() {
    assertThat(
            fromAll(g -> g.succeed("sh", "-c", "head -c 32 /dev/urandom | od -An -tx1").stdout()))
        .doesNotHaveDuplicates();
    assertThat(fromAll(g -> g.succeed("cat", "/proc/sys/kernel/random/uuid").stdout()))
        .doesNotHaveDuplicates();
    assertThat(fromAll(g -> g.succeed("cat", "/proc/sys/kernel/random/boot_id").stdout()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theyDrawDifferentMptcpTokens() {
    List<String> tokens = fromAll(ClonesIT::tokenOfAConnection);

    assertThat(tokens).hasSize(4).allMatch(t -> t.matches("[0-9a-f]+")).doesNotHaveDuplicates();
  }

  private static String tokenOfAConnection(Guest guest) {
    try (RunningCommand server = guest.start(Command.of("mptcp-server", "--port", "7"))) {
      await("a server in " + guest.name())
          .atMost(Duration.ofSeconds(20))
          .until(() -> guest.run("ss", "-HlnM").stdout().contains(":7"));
      return tokenOfAConnection(guest, server);
    }
  }

  private static String tokenOfAConnection(Guest guest, RunningCommand server) {
    try (RunningCommand client = guest.start(Command.of("mptcp-client", "127.0.0.1", "7"))) {
      return await("connection in " + guest.name())
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> guest.run("ss", "-HOnaiM", "state", "established", "dport", "=", ":7").stdout(),
              table -> {
                assertThat(server.result()).as(server.stderr()).isEmpty();
                assertThat(client.result()).as(client.stderr()).isEmpty();
                return table.contains("token:");
              })
          .replaceAll("(?s).*token:([0-9a-f]+).*", "$1");
    }
  }

  @Test
  void theirClocksAreTheHosts() {
    for (Guest guest : all()) {
      double before = Instant.now().toEpochMilli() / 1e3;
      double there = Double.parseDouble(guest.succeed("date", "+%s.%N").stdout());
      double after = Instant.now().toEpochMilli() / 1e3;
      assertThat(there).isCloseTo((before + after) / 2, within(1.0));
    }
  }

  /** A jump would time out whatever TCP waits for. */
  @Test
  void theirUptimeGoesOnFromTheTemplates() {
    for (Guest guest : all()) {
      double uptime =
          Double.parseDouble(
              guest.succeed("cat", "/proc/uptime").stdout().replaceAll(" .*\\s", ""));
      assertThat(uptime).isBetween(0.5, 600.0);
    }
    assertThat(fromAll(g -> g.succeed("dmesg").stdout()))
        .noneMatch(log -> log.contains("clocksource") && log.contains("unstable"));
  }

  @Test
  void theirFirstPacketsArrive() {
    try (Lab lab = environment.start(TOPOLOGY, evidence("ping"), r -> {})) {
      lab.guest("client").succeed("ping", "-c", "1", "-W", "2", "10.0.2.2");
      lab.guest("server").succeed("ping", "-c", "1", "-W", "2", "fd00:1::1");
      assertThat(
              lab.guest("client").succeed("sh", "-c", "cat /sys/class/net/eth*/carrier").stdout())
          .isEqualTo("1\n1\n");
    }
  }

  @Test
  void nothingOfTheTemplateIsOnTheWires() throws IOException {
    try (Lab lab = environment.start(TOPOLOGY, evidence("quiet"), r -> {})) {
      lab.guest("client").succeed("ping", "-c", "1", "-W", "2", "10.0.1.2");
    }
    try (var captures = Files.newDirectoryStream(folder.resolve("quiet"), "*.pcapng")) {
      for (Path capture : captures) {
        String bytes = Files.readString(capture, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("RT\0_").doesNotContain("RT\0\0\0");
      }
    }
  }

  /**
   * What was brought up ahead of need is like any other lab, with its evidence in the right place.
   */
  @Test
  void aPreparedLabIsTakenOnceAndWorks() throws IOException {
    environment.prepare(TOPOLOGY, folder);
    Path evidence = evidence("prepared");
    List<String> commands = new ArrayList<>();
    try (Lab lab =
        environment.start(TOPOLOGY, evidence, r -> commands.add(String.join(" ", r.argv())))) {
      assertThat(evidence).isDirectoryContaining("glob:**/console-client.log");
      lab.guest("client").succeed("ping", "-c", "1", "-W", "2", "10.0.1.2");
      try (Lab other = environment.start(TOPOLOGY, evidence("other"), r -> {})) {
        assertThat(other.guest("client").pid()).isNotEqualTo(lab.guest("client").pid());
      }
    }
    assertThat(commands).containsExactly("ping -c 1 -W 2 10.0.1.2");
    assertThat(evidence.resolve("path1.pcapng")).exists();
    try (var next = Files.newDirectoryStream(folder, ".next-*")) {
      assertThat(next).isEmpty();
    }
  }
}
