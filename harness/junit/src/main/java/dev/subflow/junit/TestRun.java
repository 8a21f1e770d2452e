// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.audit.Circumstances;
import dev.subflow.audit.Rule;
import dev.subflow.failure.CrashSummary;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.lab.CommandLog;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.measure.MeasuresJson;
import dev.subflow.observe.Observation;
import dev.subflow.process.Shutdown;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.TestResult;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One test with its lab: what it ran on and what it leaves for the record. */
final class TestRun {
  private final TestEvidence evidence;
  private final Topology topology;
  private final GuestMemory.Permit memory;
  private final Instant started = Instant.now();
  private final Map<String, String> kernels = new LinkedHashMap<>();
  private final KeyLines keyLines = new KeyLines();
  private final GivenCommands given = new GivenCommands();
  private final BehaviourRecord behaviour = new BehaviourRecord();
  private final LeftSockets left = new LeftSockets();
  private final TimelineRecord timeline;
  private final Measurements measurements = new Measurements();
  private List<String> lost = List.of();
  private final KernelReports reports;
  private String accelerator = "";
  private @Nullable Lab lab;
  private @Nullable InfrastructureException unaudited;
  private @Nullable Observation observation;
  private Optional<Approvals> approved = Optional.empty();
  private Optional<FailingAllocation> failing = Optional.empty();

  /**
   * A test that waits for its lab.
   *
   * @param memory released when the test ends
   */
  TestRun(Topology topology, TestEvidence evidence, GuestMemory.Permit memory) {
    this.topology = topology;
    this.evidence = evidence;
    this.memory = memory;
    this.reports = new KernelReports(evidence);
    this.timeline = new TimelineRecord(topology);
  }

  void start(LabEnvironment environment, boolean coldBoot) {
    accelerator = environment.acceleratorName(topology);
    topology
        .hosts()
        .forEach(host -> kernels.put(host.name(), environment.kernelUnderTest(host).version()));
    try {
      lab = environment.start(topology, evidence.directory(), commands(), coldBoot);
      behaviour.start(lab);
      left.start(lab);
      timeline.begin();
    } catch (GuestCrashedException e) {
      reports.note(e.guest(), e.splats());
      throw e;
    }
  }

  /** Says what behaviour is approved; the test fails when it sees another. */
  void expect(Optional<Approvals> behaviourOfTest) {
    approved = behaviourOfTest;
  }

  /** Has an allocation fail from now on; what the test asserts does not count any more. */
  void fail(FailNth which) {
    failing = lab().map(running -> FailingAllocation.in(running, which));
  }

  /** The allocation that fails, where one does. */
  Optional<FailingAllocation> failing() {
    return failing;
  }

  private CommandLog commands() {
    EvidenceLog log = new EvidenceLog(evidence);
    return new CommandLog() {
      @Override
      public void ended(CommandResult result) {
        log.ended(result);
        timeline.ended(result);
        keyLines.take(result);
        behaviour.command(result);
      }

      @Override
      public void ended(Command command, CommandResult result) {
        given.ended(command, result);
        ended(result);
      }

      @Override
      public void failed(UnfinishedCommand command) {
        given.failed(command);
        timeline.failed(command);
        log.failed(command);
      }
    };
  }

  /** The lab; empty when it did not come up. */
  Optional<Lab> lab() {
    return Optional.ofNullable(lab);
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
   * Asks the guests what the test left, before anything else is done to them.
   *
   * @param sockets whether it matters what becomes of its sockets
   */
  void observe(boolean sockets) {
    timeline.end();
    lab().ifPresent(running -> failing.ifPresent(f -> f.end(running, evidence)));
    lab().ifPresent(behaviour::end);
    lost = sockets ? lab().map(left::find).orElse(List.of()) : List.of();
  }

  /** Behaviour that was seen; empty before the end, and when the run is being stopped. */
  Optional<Observation> observation() {
    return Optional.ofNullable(observation);
  }

  /** Transfers of the test by which kernels are compared. */
  Measurements measurements() {
    return measurements;
  }

  void fetchCoverage() {
    lab().ifPresent(running -> running.fetchCoverage(evidence.directory()));
  }

  /** Crashes of the kernels of the guests, each once. */
  List<CrashSummary> crashes() {
    return reports.crashes();
  }

  /**
   * Ends the lab.
   *
   * @param brokenRules those that the test provokes
   * @param passed whether the test passed
   * @throws GuestCrashedException when a kernel printed a splat, or its network stack leaked
   *     memory, and the test did not expect that; when a guest died or hangs, whether somebody
   *     talked to it or not
   * @throws dev.subflow.guest.GuestLostException when a guest is gone for another reason
   * @throws InfrastructureException when the test had passed, and its captures can't be judged, or
   *     nobody knows whether the allocation failed that was to fail
   * @throws BrokenRuleError when the test had passed, and a host broke a must of RFC 8684, or did
   *     what it was not told
   * @throws LostSocketsError when the test had passed, and a kernel has lost sockets
   * @throws UnlikeApprovedError when the test had passed, and saw other behaviour than was approved
   */
  void end(Optional<Pattern> expectedSplat, Set<Rule> brokenRules, boolean passed) {
    Map<String, List<Splat>> splats;
    Map<String, String> gaps;
    Deaths deaths;
    Circumstances circumstances;
    try (memory;
        Lab ending = lab) {
      deaths = new Deaths(ending == null || Shutdown.isUnderWay() ? List.of() : ending.deaths());
      if (ending != null && deaths.all().isEmpty() && !Shutdown.isUnderWay()) {
        deaths = new Deaths(ending.readKernelLogs());
      }
      splats = ending == null ? Map.of() : reports.splatsAndLeaks(ending);
      gaps = ending == null ? Map.of() : ending.consoleGaps();
      circumstances = ending == null ? Circumstances.NONE : ending.circumstances();
    }
    Optional<String> broken = Optional.empty();
    if (lab != null) {
      // Only now: commands that ran until the end are known, too.
      circumstances = circumstances.with(given.intents(topology));
    }
    if (!Shutdown.isUnderWay()) {
      Optional<WireAudit> audited = audited(circumstances);
      Circumstances known = circumstances;
      audited.ifPresent(audit -> timeline.audited(audit, known.interferences()));
      broken = audited.flatMap(audit -> verdict(audit, brokenRules));
      if (lab != null) {
        observation = behaviour.keep(evidence, audited);
        keepMeasures();
      }
    }
    timeline.splats(splats);
    gaps.forEach(evidence::consoleGap);
    reports.note(splats, lab());
    KernelReports.requireNone(splats, gaps, expectedSplat);
    deaths.requireNone(expectedSplat);
    if (passed && failing.isPresent()) {
      failing.get().requireKnown();
    }
    // Without memory a host may break what it likes of a protocol, but nothing of its own.
    boolean judged = passed && failing.isEmpty();
    if (judged && unaudited != null) {
      throw unaudited;
    }
    if (judged && broken.isPresent()) {
      throw new BrokenRuleError(broken.get());
    }
    if (passed && !lost.isEmpty()) {
      throw new LostSocketsError(String.join("\n", lost));
    }
    Optional<String> unlike = observation().flatMap(o -> approved.flatMap(a -> a.complaint(o)));
    if (judged && unlike.isPresent()) {
      throw new UnlikeApprovedError(unlike.get());
    }
  }

  private void keepMeasures() {
    if (!measurements.taken().isEmpty()) {
      evidence.text(MeasuresJson.FILE, MeasuresJson.text(measurements.taken()));
    }
  }

  /** Judges the captures; empty when they can't be. */
  private Optional<WireAudit> audited(Circumstances circumstances) {
    try {
      return Optional.of(WireAudit.of(captures(), circumstances));
    } catch (IOException | RuntimeException e) {
      // Thrown at the end: what befell the guests matters more.
      String why = "the captures can't be judged: " + e;
      unaudited = new InfrastructureException(why, e);
      evidence.text("audit.txt", why + "\n");
      return Optional.empty();
    }
  }

  private List<Path> captures() {
    return topology.wires().stream()
        .map(wire -> evidence.directory().resolve(wire.name() + ".pcapng"))
        .filter(Files::exists)
        .toList();
  }

  /** Writes what was found; the first broken must that counts. */
  private Optional<String> verdict(WireAudit audit, Set<Rule> brokenRules) {
    if (captures().isEmpty()) {
      return Optional.empty();
    }
    evidence.text("audit.txt", audit.text(brokenRules));
    return audit
        .violation(brokenRules)
        .map(
            finding ->
                audit.describe(finding)
                    + "\n  all findings are in "
                    + evidence.directory().resolve("audit.txt")
                    + "; a scenario that provokes this says so with @Violates");
  }

  /** Writes the page that shows the test. */
  void show(TestResult result) {
    timeline.write(evidence, result);
  }

  /**
   * Says what befell a guest, where a test failed and that may be why.
   *
   * @throws GuestException when one is gone, and the test did not expect that
   */
  void requireGuests(Optional<Pattern> expectedSplat) {
    new Deaths(lab().map(Lab::knownDeaths).orElse(List.of())).requireNone(expectedSplat);
  }
}
