// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.benchmarks.TrafficGuests.Phase;
import dev.subflow.benchmarks.TrafficGuests.Plug;
import dev.subflow.topology.HostBuilder;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologyBuilder;
import dev.subflow.wire.Capture;
import dev.subflow.wire.Fabric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Two guests joined in three ways at once: a pair of NICs wired directly, one through the fabric
 * and one through captured wires of it. Only one pair is busy at a time.
 */
final class Wiring {
  static final List<String> LABELS = List.of("direct", "fabric", "fabric with capture");

  private static final int DIRECT_NICS = 2;
  private static final int CAPTURED_FROM = 4;
  private static final int NICS = 6;

  private final TrafficGuests guests;
  private final Path folder;

  /**
   * @param folder an empty one with a short path
   */
  Wiring(TrafficGuests guests, Path folder) {
    this.guests = guests;
    this.folder = folder;
  }

  @SuppressWarnings("try") // the client is there to send
  List<Phase> measure() throws IOException {
    try (Fabric fabric = Fabric.open(topology(), folder.resolve("w"))) {
      List<Capture> captures = new ArrayList<>();
      for (int nic = CAPTURED_FROM; nic < NICS; nic++) {
        captures.add(fabric.wire("wire" + nic).capture(folder.resolve(nic + ".pcapng"), 4L << 30));
      }
      List<Plug> server = plugs(fabric, "server");
      try (var serving = guests.start("server", server)) {
        Awaitility.await("sockets of the server")
            .atMost(Duration.ofSeconds(20))
            .until(() -> server.stream().allMatch(plug -> Files.exists(plug.socket())));
        try (var sending = guests.start("client", plugs(fabric, "client"))) {
          List<Phase> phases = serving.awaitPhases();
          for (Capture capture : captures) {
            if (capture.droppedFrames() > 0) {
              throw new IOException(
                  capture.file() + " lacks " + capture.droppedFrames() + " frames");
            }
          }
          return phases;
        }
      }
    }
  }

  private static Topology topology() {
    TopologyBuilder builder = Topology.builder("throughput");
    for (int nic = DIRECT_NICS; nic < NICS; nic++) {
      builder.link("wire" + nic);
    }
    return builder.host("client", Wiring::plugAll).host("server", Wiring::plugAll).build();
  }

  private static void plugAll(HostBuilder host) {
    for (int nic = DIRECT_NICS; nic < NICS; nic++) {
      host.nic("eth" + nic, "wire" + nic);
    }
  }

  private List<Plug> plugs(Fabric fabric, String host) {
    List<Plug> plugs = new ArrayList<>();
    for (int nic = 0; nic < NICS; nic++) {
      plugs.add(
          nic < DIRECT_NICS
              ? new Plug(folder.resolve("direct" + nic), host.equals("server"))
              : new Plug(fabric.socketOf(host, "eth" + nic), false));
    }
    return plugs;
  }
}
