// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.junit.EvidenceLog;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.TestEvidence;
import dev.subflow.topology.Topology;
import dev.subflow.vm.Accelerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs each slice in a clone of one guest. */
final class GuestSlices implements SliceRunner {
  private static final int GUEST_MIB = 512;
  private static final int QEMU_MIB = 64;

  /** Share of this machine's memory that a clone takes, QEMU's own included. */
  static final int MEMORY_MIB = GUEST_MIB + QEMU_MIB;

  // Their helpers wait for each other in busy loops.
  private static final int VCPUS = 2;
  private static final int SLOWER_WHEN_EMULATED = 3;

  private final LabEnvironment environment;
  private final SelftestBundle bundle;
  private final Map<String, String> variables;
  private final SuiteObserver observer;
  private final Topology topology;

  GuestSlices(Selftests selftests, SuiteObserver observer) {
    this.environment = selftests.environment();
    this.bundle = selftests.bundle();
    this.variables = selftests.variables();
    this.observer = observer;
    this.topology =
        Topology.builder("selftests")
            .host(
                "guest",
                h -> h.vcpus(VCPUS).memoryMib(GUEST_MIB).attach(ScriptRun.MOUNT, bundle.image()))
            .build();
  }

  /** A clone for something else. */
  Lab start(TestEvidence evidence) {
    return environment.start(topology, evidence.directory(), new EvidenceLog(evidence));
  }

  @Override
  public List<SubtestResult> run(Slice slice, TestEvidence evidence, Consumer<Running> begun) {
    CpuPressure pressure = CpuPressure.start();
    return Deadlines.judge(inClone(slice, evidence, begun), environment.accelerator(), pressure);
  }

  private List<SubtestResult> inClone(Slice slice, TestEvidence evidence, Consumer<Running> begun) {
    try (Lab lab = start(evidence)) {
      ScriptRun run =
          new ScriptRun(
              lab,
              slice,
              bundle.folder(),
              variables,
              title -> observer.subtest(slice.script(), title));
      begun.accept(run);
      List<SubtestResult> results = run.run(slice.limit(limit()));
      lab.decode(lab.splats()).ifPresent(text -> evidence.text("dmesg.decoded", text));
      if (results.stream().anyMatch(r -> r.outcome().isBad())) {
        Optional<String> starvation = lab.guests().get(0).starvation();
        lab.askWhatHappened();
        return Deadlines.judge(results, starvation);
      }
      return results;
    } catch (GuestCrashedException e) {
      return neverRan(slice, ScriptEnd.crashed(e));
    } catch (GuestException | InfrastructureException e) {
      return neverRan(slice, ScriptEnd.lost(String.valueOf(e.getMessage())));
    }
  }

  /** Time that a whole script may take. */
  private Duration limit() {
    return environment.accelerator() == Accelerator.TCG
        ? bundle.timeout().multipliedBy(SLOWER_WHEN_EMULATED)
        : bundle.timeout();
  }

  private static List<SubtestResult> neverRan(Slice slice, ScriptEnd end) {
    return new Reconciler(slice, "", end).results();
  }
}
