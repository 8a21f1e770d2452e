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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the behaviour of a test. Nothing that goes wrong here is a failure of the test: a guest
 * that does not answer is noted. Thread-safe.
 */
final class BehaviourRecord {
  private static final Logger log = LoggerFactory.getLogger(BehaviourRecord.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Captures of transfers are larger; how they begin and end is not all there then. */
  private static final long CAPTURE_LIMIT = 96L << 20;

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
    lab.guests().forEach(guest -> ask(guest, g -> record.start(g.name(), counters(g))));
  }

  /** Takes counters, endpoints and limits of the guests that live. */
  void end(Lab lab) {
    synchronized (this) {
      ended = true;
    }
    lab.guests()
        .forEach(
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

  /** Makes an observation of it all, once the captures are complete, and keeps it as evidence. */
  Observation keep(TestEvidence evidence) {
    Observation seen = record.observation(PacketTrace.merge(captures(evidence.directory())));
    try {
      evidence.text(Observation.FILE, ObservationJson.text(seen));
    } catch (UncheckedIOException e) {
      log.warn("{}", e.getMessage());
    }
    return seen;
  }

  private List<PacketTrace> captures(Path folder) {
    List<PacketTrace> traces = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pcapng")).sorted().toList()) {
        if (Files.size(file) > CAPTURE_LIMIT) {
          record.missing(String.valueOf(file.getFileName()), "the capture is too large");
          continue;
        }
        try (InputStream in = Files.newInputStream(file)) {
          traces.add(PacketTrace.read(file.toString(), in));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("a capture of {} can't be read", folder, e);
      record.missing("captures", "a capture can't be read");
    }
    return traces;
  }
}
