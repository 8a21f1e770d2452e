// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces with file and line of their frames. A trace that can't be decoded costs no result. */
final class DecodedTraces {
  private static final Logger log = LoggerFactory.getLogger(DecodedTraces.class);
  private static final String FILE = "dmesg.decoded";

  private final HostArtifacts artifacts;
  private final Decoder decoder;

  /** Gives the frames in lines of a kernel's their file and line; empty where it can't. */
  @FunctionalInterface
  interface Decoder {
    Optional<String> decode(Kernel kernel, List<String> lines);
  }

  DecodedTraces(HostArtifacts artifacts, Decoder decoder) {
    this.artifacts = artifacts;
    this.decoder = decoder;
  }

  /** Decoded traces of every guest, each under its name; empty where there are none. */
  Optional<String> of(Topology topology, Map<String, List<Splat>> splats) {
    StringBuilder decoded = new StringBuilder();
    splats.forEach(
        (guest, all) -> {
          List<String> lines = all.stream().flatMap(s -> s.lines().stream()).toList();
          if (!lines.isEmpty()) {
            decoded.append(of(topology, guest, lines));
          }
        });
    return decoded.isEmpty() ? Optional.empty() : Optional.of(decoded.toString());
  }

  /** Keeps that of a guest that crashed while it came up, of which nobody gets a lab to ask. */
  void keep(Topology topology, GuestCrashedException crash, Path evidence) {
    Optional<String> text = of(topology, Map.of(crash.guest(), crash.splats()));
    try {
      if (text.isPresent()) {
        Files.writeString(evidence.resolve(FILE), text.get());
      }
    } catch (IOException e) {
      log.warn("the decoded crash of {} can't be kept: {}", crash.guest(), e.getMessage());
    }
  }

  private String of(Topology topology, String guest, List<String> lines) {
    try {
      return decoder
          .decode(artifacts.kernelOf(topology.host(guest)), lines)
          .map(text -> "== " + guest + "\n" + text)
          .orElse("");
    } catch (InfrastructureException e) {
      log.warn("a trace of {} is not decoded: {}", guest, e.getMessage());
      return "";
    }
  }
}
