// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.Splat;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.TestEvidence;
import dev.subflow.topology.Topology;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One test with its lab: what it ran on and what it leaves for the record. */
final class TestRun {
  private final TestEvidence evidence;
  private final Instant started = Instant.now();
  private final Map<String, String> kernels = new LinkedHashMap<>();
  private final String accelerator;
  private final KeyLines keyLines = new KeyLines();
  private final Lab lab;

  TestRun(LabEnvironment environment, Topology topology, boolean coldBoot, TestEvidence evidence) {
    this.evidence = evidence;
    this.accelerator = environment.acceleratorName();
    topology
        .hosts()
        .forEach(host -> kernels.put(host.name(), environment.kernelUnderTest(host).version()));
    this.lab = environment.start(topology, evidence.directory(), this::commandEnded, coldBoot);
  }

  private void commandEnded(CommandResult result) {
    evidence.command(Instant.now().minus(result.elapsed()), result);
    keyLines.take(result);
  }

  Lab lab() {
    return lab;
  }

  TestEvidence evidence() {
    return evidence;
  }

  Instant started() {
    return started;
  }

  Map<String, String> kernels() {
    return kernels;
  }

  String accelerator() {
    return accelerator;
  }

  List<String> keySsLines() {
    return keyLines.lines();
  }

  /**
   * Ends the lab.
   *
   * @throws GuestCrashedException when a kernel printed a splat that the test did not expect
   */
  void end(Optional<Pattern> expectedSplat) {
    Map<String, List<Splat>> splats;
    try (lab) {
      splats = lab.splats();
    }
    splats.forEach(
        (guest, all) ->
            all.stream()
                .filter(s -> expectedSplat.filter(e -> e.matcher(s.headline()).find()).isEmpty())
                .findFirst()
                .ifPresent(
                    s -> {
                      throw new GuestCrashedException(
                          guest,
                          "its kernel printed a splat, " + s + "\n" + String.join("\n", s.lines()));
                    }));
  }
}
