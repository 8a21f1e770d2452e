// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestLostException;
import dev.subflow.qemu.QemuGuest;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Topology;
import dev.subflow.wire.Fabric;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A running topology: owns its guests and wires, and ends them in reverse order of creation.
 *
 * <p>Thread-safe.
 */
public final class Lab implements AutoCloseable {
  private final Topology topology;
  private final Fabric fabric;
  private final Map<String, QemuGuest> guests;
  private final Map<String, MptcpHost> hosts = new LinkedHashMap<>();

  Lab(Topology topology, Fabric fabric, Map<String, QemuGuest> guests) {
    this.topology = topology;
    this.fabric = fabric;
    this.guests = new LinkedHashMap<>(guests);
    guests.forEach((name, guest) -> hosts.put(name, MptcpHost.of(guest)));
  }

  /** Captures every wire from now on, in a file of its name. */
  void capture(Path evidence) throws IOException {
    for (LiveWire wire : fabric.wires()) {
      wire.capture(evidence.resolve(wire.name() + ".pcapng"));
    }
  }

  /** What it was made from. */
  public Topology topology() {
    return topology;
  }

  /** The guests, in the order of the topology. */
  public List<QemuGuest> guests() {
    return List.copyOf(guests.values());
  }

  /**
   * The guest of that name.
   *
   * @throws IllegalArgumentException when the topology has none
   */
  public QemuGuest guest(String name) {
    topology.host(name);
    return Objects.requireNonNull(guests.get(name));
  }

  /**
   * The guest of that name as an MPTCP host.
   *
   * @throws IllegalArgumentException when the topology has none
   */
  public MptcpHost host(String name) {
    topology.host(name);
    return Objects.requireNonNull(hosts.get(name));
  }

  /**
   * The wire of that name.
   *
   * @throws IllegalArgumentException when the topology has none
   */
  public LiveWire wire(String name) {
    return fabric.wire(name);
  }

  /** Takes away or gives back the carrier of a NIC, as pulling a cable does. */
  public void setCarrier(String host, String nic, boolean up) {
    guest(host).setCarrier(nic, up);
  }

  /** What the kernels printed that no healthy kernel prints, by guest; empty when all is well. */
  public Map<String, List<Splat>> splats() {
    Map<String, List<Splat>> found = new LinkedHashMap<>();
    guests.forEach(
        (name, guest) -> {
          List<Splat> splats = guest.splats();
          if (!splats.isEmpty()) {
            found.put(name, splats);
          }
        });
    return found;
  }

  /**
   * Says that this machine was too busy to judge by, where it was.
   *
   * @throws GuestLostException for the first guest that was starved of processor time
   */
  public void requireEnoughProcessorTime(Throwable failure) {
    guests.values().forEach(guest -> guest.requireEnoughProcessorTime(failure));
  }

  /**
   * Asks every guest that lives for its counters, sockets, addresses and kernel log; whoever
   * listens to commands gets the answers.
   */
  public void askWhatHappened() {
    FailureSnapshot.take(this);
  }

  /** Ends everything; what one part throws does not keep the others from ending. */
  @Override
  public void close() {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    parts.push(fabric);
    guests.values().forEach(parts::push);
    Closing.all(parts);
  }
}
