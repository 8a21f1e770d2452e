// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.audit.Course;
import dev.subflow.audit.Finding;
import dev.subflow.audit.Interference;
import dev.subflow.failure.Splat;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.lab.CommandLog;
import dev.subflow.page.TestPage;
import dev.subflow.report.ShellWords;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.timeline.FrameMoments;
import dev.subflow.timeline.Kind;
import dev.subflow.timeline.Moment;
import dev.subflow.timeline.Timeline;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens in a test, moment by moment, and the page that shows it. Nothing that goes wrong
 * here is a failure of the test. Thread-safe.
 */
final class TimelineRecord implements CommandLog {
  private static final Logger log = LoggerFactory.getLogger(TimelineRecord.class);

  private final Topology topology;
  private final List<Moment> moments = new ArrayList<>();
  private List<Course> courses = List.of();
  private @Nullable Instant began;
  private @Nullable Instant ended;

  TimelineRecord(Topology topology) {
    this.topology = topology;
  }

  private synchronized void add(Moment moment) {
    if (moments.size() < Timeline.MAX_MOMENTS) {
      moments.add(moment);
    }
  }

  /** The guests are there; the test is about to begin. */
  synchronized void begin() {
    began = Instant.now();
  }

  /** The test method has come to its end, or was left. */
  synchronized void end() {
    if (ended == null) {
      ended = Instant.now();
    }
  }

  @Override
  public void ended(CommandResult result) {
    String exit = result.timedOut() ? "killed after its timeout" : result.exit().toString();
    add(
        new Moment(
            Instant.now().minus(result.elapsed()),
            result.elapsed(),
            Kind.COMMAND,
            result.guest(),
            ShellWords.quote(result.argv()) + (result.isSuccess() ? "" : "  => " + exit),
            (result.stdout() + result.stderr()).stripTrailing()));
  }

  @Override
  public void failed(UnfinishedCommand command) {
    add(
        new Moment(
            Instant.now().minus(command.elapsed()),
            command.elapsed(),
            Kind.COMMAND,
            command.guest(),
            ShellWords.quote(command.command().argv()) + "  => " + command.describe(),
            (command.stdout() + command.stderr()).stripTrailing()));
  }

  /** Takes what the wires saw. */
  void audited(WireAudit audit, List<Interference> interferences) {
    interferences.forEach(this::fault);
    for (Finding finding : audit.audit().findings()) {
      add(
          new Moment(
              finding.frame().time(),
              Duration.ZERO,
              Kind.FINDING,
              finding.frame().nic().name(),
              finding.rule() + " " + finding,
              audit.describe(finding)));
    }
    List<Course> seen = Course.of(audit.trace());
    List<Moment> frames = new ArrayList<>(FrameMoments.of(audit.trace()));
    frames.addAll(FrameMoments.again(audit.trace(), seen));
    synchronized (this) {
      moments.addAll(frames);
      courses = seen;
    }
  }

  private void fault(Interference fault) {
    Instant end = fault.until().equals(Instant.MAX) ? ended() : fault.until();
    Duration lasts =
        end.isAfter(fault.since()) ? Duration.between(fault.since(), end) : Duration.ZERO;
    add(new Moment(fault.since(), lasts, Kind.FAULT, fault.nic(), fault.what(), ""));
  }

  private synchronized Instant ended() {
    return ended == null ? Instant.now() : ended;
  }

  /** Takes what kernels said in alarm. */
  void splats(Map<String, List<Splat>> splats) {
    splats.forEach(
        (guest, all) ->
            all.forEach(
                splat ->
                    add(
                        new Moment(
                            ended(),
                            Duration.ZERO,
                            Kind.SPLAT,
                            guest,
                            splat.headline(),
                            String.join("\n", splat.lines())))));
  }

  /** Writes the page, and the timeline beside it. */
  synchronized void write(TestEvidence evidence, TestResult result) {
    Instant zero = began == null ? result.started() : began;
    Instant end = ended == null ? Instant.now() : ended;
    List<Moment> all = new ArrayList<>(moments);
    all.add(
        new Moment(zero, Duration.between(zero, end), Kind.TEST, "", "the test method runs", ""));
    result
        .message()
        .filter(why -> result.verdict() != Verdict.PASS && result.verdict() != Verdict.SKIP)
        .ifPresent(
            why ->
                all.add(
                    new Moment(
                        end,
                        Duration.ZERO,
                        Kind.FAILURE,
                        "",
                        result.verdict() + ": " + why.lines().findFirst().orElse(""),
                        why)));
    Timeline timeline = Timeline.of(result.id(), zero, topology, all);
    try {
      TestPage.write(evidence, result, timeline, courses);
    } catch (IOException | UncheckedIOException e) {
      log.warn("no page of {}: {}", result.id(), e.toString());
    }
  }
}
