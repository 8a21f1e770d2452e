// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static org.awaitility.Awaitility.await;

import dev.subflow.topology.Impairment;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologyBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/** A fabric of one wire with hosts a, b, c… of one NIC each, and fake guests on it. */
final class FabricFixture implements AutoCloseable {
  static final String MAC_A = "52:54:00:5f:01:01";
  static final String MAC_B = "52:54:00:5f:02:01";
  static final String MAC_C = "52:54:00:5f:03:01";
  static final String BROADCAST = "ff:ff:ff:ff:ff:ff";

  // However slow the machine is, a test loses frames only where it means to.
  private static final Duration NEVER = Duration.ofHours(1);

  private final Path directory;
  private final Fabric fabric;
  private final List<FakeGuest> guests = new ArrayList<>();

  private FabricFixture(TopologyBuilder builder, int hosts, Duration stall) throws IOException {
    for (int i = 0; i < hosts; i++) {
      String address = "10.0.1." + (i + 1) + "/24";
      builder.host(name(i), h -> h.nic("eth1", "wire", address));
    }
    directory = Files.createTempDirectory("wire");
    fabric = Fabric.open(builder.build(), directory, stall);
  }

  static FabricFixture link() throws IOException {
    return new FabricFixture(Topology.builder("test").link("wire"), 2, NEVER);
  }

  static FabricFixture link(Impairment impairment) throws IOException {
    return new FabricFixture(Topology.builder("test").link("wire", impairment), 2, NEVER);
  }

  static FabricFixture segment(int hosts) throws IOException {
    return segment(hosts, NEVER);
  }

  static FabricFixture segment(int hosts, Duration stall) throws IOException {
    return new FabricFixture(Topology.builder("test").segment("wire"), hosts, stall);
  }

  private static String name(int index) {
    return Character.toString('a' + index);
  }

  /** Awaits what happens in a moment, so polls often. */
  static ConditionFactory soon(String what) {
    return await(what).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  Fabric fabric() {
    return fabric;
  }

  LiveWire wire() {
    return fabric.wire("wire");
  }

  PortCounters port(String host) {
    return wire().port(host, "eth1");
  }

  /** Connects a guest and waits until the wire knows of it. */
  FakeGuest plug(String host) throws IOException {
    long before = port(host).connections();
    FakeGuest guest = FakeGuest.connect(fabric.socketOf(host, "eth1"));
    guests.add(guest);
    soon("connection of " + host).until(() -> port(host).connections() == before + 1);
    return guest;
  }

  @Override
  public void close() throws IOException {
    for (FakeGuest guest : guests) {
      guest.close();
    }
    fabric.close();
    Files.deleteIfExists(directory);
  }
}
