// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Topology;
import dev.subflow.topology.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All wires of a lab: listens on a unix socket for every NIC and carries frames between them.
 *
 * <p>QEMU connects with {@code -netdev stream,id=ID,server=off,addr.type=unix,addr.path=SOCKET},
 * which needs no privileges and QEMU 7.2 or later. A guest may leave and another connect to the
 * same socket. Thread-safe.
 */
public final class Fabric implements AutoCloseable {
  private static final Duration STALL = Duration.ofSeconds(1);

  private final SocketDirectory directory;
  private final WireLoop loop;
  private final Map<String, LiveWire> wires = new LinkedHashMap<>();
  private final List<Port> ports = new ArrayList<>();
  private boolean closed;

  private Fabric(SocketDirectory directory, WireLoop loop) {
    this.directory = directory;
    this.loop = loop;
  }

  /**
   * Starts all wires of a topology.
   *
   * @param socketDirectory folder for the sockets, made in an existing one when it is not there;
   *     its path must be short, since the kernel allows 107 bytes for a socket's
   * @throws IOException when a socket can't be made
   */
  public static Fabric open(Topology topology, Path socketDirectory) throws IOException {
    return open(topology, socketDirectory, STALL);
  }

  static Fabric open(Topology topology, Path socketDirectory, Duration stall) throws IOException {
    SocketDirectory directory = SocketDirectory.open(socketDirectory);
    Fabric fabric = new Fabric(directory, new WireLoop("subflow-wires-" + topology.name()));
    try {
      fabric.plugAll(topology, stall);
    } catch (IOException | RuntimeException e) {
      fabric.close();
      throw e;
    }
    return fabric;
  }

  private void plugAll(Topology topology, Duration stall) throws IOException {
    WallClock clock = new WallClock();
    for (Wire wire : topology.wires()) {
      wires.put(wire.name(), new LiveWire(loop, topology.name(), wire, clock, stall));
    }
    for (HostSpec host : topology.hosts()) {
      for (Nic nic : host.nics()) {
        LiveWire wire = Objects.requireNonNull(wires.get(nic.wire()));
        Path socket = directory.socket(ports.size());
        Port port = wire.plug(host.name(), nic, socket);
        ports.add(port);
      }
    }
    wires.values().forEach(LiveWire::impairAsDescribed);
    loop.start();
  }

  /**
   * The socket that the QEMU of a NIC connects to.
   *
   * @throws IllegalArgumentException when the topology has no such NIC
   */
  public Path socketOf(String host, String nic) {
    return ports.stream()
        .filter(p -> p.host().equals(host) && p.nic().name().equals(nic))
        .findFirst()
        .map(Port::socket)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no NIC "
                        + host
                        + "/"
                        + nic
                        + "; there are "
                        + ports.stream().map(Port::name).toList()));
  }

  /**
   * The wire of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public LiveWire wire(String name) {
    LiveWire wire = wires.get(name);
    if (wire == null) {
      throw new IllegalArgumentException("no wire \"" + name + "\"; there are " + wires.keySet());
    }
    return wire;
  }

  /** All wires, in the order of the topology. */
  public List<LiveWire> wires() {
    return List.copyOf(wires.values());
  }

  /**
   * Ends all captures, connections and the thread, and removes the sockets.
   *
   * @throws IllegalStateException when the thread had died of an error before, or as {@link
   *     WireFailureException} when middleboxes or triggers had thrown; all is closed then too
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    wires.values().forEach(wire -> wire.captures().forEach(Capture::close));
    loop.stop();
    ports.forEach(Port::close);
    loop.close();
    directory.close();
    loop.requireAlive();
    List<WireFailure> failures =
        wires.values().stream().flatMap(wire -> wire.takeFailures().stream()).toList();
    if (!failures.isEmpty()) {
      throw new WireFailureException(failures);
    }
  }
}
