// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.capture.PacketTrace;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestException;
import dev.subflow.lab.Lab;
import dev.subflow.observe.Observation;
import dev.subflow.observe.ObservationJson;
import dev.subflow.observe.ProcCounters;
import dev.subflow.observe.TestRecord;
import dev.subflow.report.TestEvidence;
import dev.subflow.vm.Vm;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the behaviour of a test. Nothing that goes wrong here is a failure of the test: a guest
 * that does not answer is noted. Thread-safe.
 */
final class BehaviourRecord {
  private static final Logger log = LoggerFactory.getLogger(BehaviourRecord.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One program for both, as each start of one costs. */
  private static final Command LEFT =
      Command.of("ip", "-force", "-batch", "-")
          .stdin("mptcp endpoint show\nmptcp limits show\n")
          .timeout(PATIENCE);

  private final TestRecord record = new TestRecord();
  private boolean ended;

  /** Takes a command that ended while the test ran, and the kernel's log after it. */
  synchronized void command(CommandResult result) {
    if (!ended || result.argv().get(0).equals("dmesg")) {
      record.command(result);
    }
  }

  /** Takes the counters of all guests as the test begins. */
  void start(Lab lab) {
    lab.each(guest -> ask(guest, g -> record.start(g.name(), counters(g))));
  }

  /** Takes counters, endpoints and limits of the guests that live. */
  void end(Lab lab) {
    synchronized (this) {
      ended = true;
    }
    lab.each(
        guest ->
            ask(
                guest,
                g -> {
                  record.end(g.name(), counters(g));
                  CommandResult left = g.run(LEFT);
                  record.left(g.name(), left.stdout());
                }));
  }

  private void ask(Vm guest, Consumer<Vm> question) {
    try {
      if (guest.fate().isPresent() || !guest.ping(PATIENCE)) {
        record.missing(guest.name(), "the guest did not answer");
      } else {
        question.accept(guest);
      }
    } catch (GuestException | InfrastructureException e) {
      log.debug("{} is not observed", guest.name(), e);
      record.missing(guest.name(), "the guest could not be asked");
    }
  }

  private static ProcCounters counters(Vm guest) {
    StringBuilder text = new StringBuilder();
    ProcCounters.FILES.forEach(file -> text.append(guest.files().getText(file)));
    return ProcCounters.parse(text.toString());
  }

  /**
   * Makes an observation of it all, and keeps it as evidence.
   *
   * @param audited the captures of all wires; empty when they can't be read
   */
  Observation keep(TestEvidence evidence, Optional<WireAudit> audited) {
    if (audited.isEmpty()) {
      record.missing("captures", "a capture can't be read");
    }
    audited.stream()
        .flatMap(audit -> audit.notes().stream())
        .forEach(note -> record.missing("captures", "a capture is too large"));
    Observation seen =
        record.observation(
            audited
                .filter(audit -> audit.notes().isEmpty())
                .map(WireAudit::trace)
                .orElseGet(() -> PacketTrace.merge(List.of())));
    try {
      evidence.text(Observation.FILE, ObservationJson.text(seen));
    } catch (UncheckedIOException e) {
      log.warn("{}", e.getMessage());
    }
    return seen;
  }
}
