// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import dev.subflow.audit.Course;
import dev.subflow.capture.PacketTrace;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.timeline.FrameMoments;
import dev.subflow.timeline.Kind;
import dev.subflow.timeline.Moment;
import dev.subflow.timeline.Timeline;
import dev.subflow.topology.SharedLan;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Pages of runs: one from a capture of real guests, one of what hostile guests say. */
final class PagesFixture {
  static final String HOSTILE =
      "<script>alert(1)</script> </script><img src=x onerror=alert(2)> {{x}} {{{x}}} '\" & \u001b[31mred"
          + " \u202eoverride \ud800 &lt;!-- ]]>";

  private PagesFixture() {}

  /** A run of two tests over a capture of the reference scenario: one passes, one fails. */
  static void real(Path run) throws IOException {
    PacketTrace trace;
    try (InputStream in =
        Objects.requireNonNull(
            PagesFixture.class.getResourceAsStream(
                "/captures/7.3.4-6.15/reference-steps.lan.pcapng"))) {
      trace = PacketTrace.read("capture", in);
    }
    List<Course> courses = Course.of(trace);
    List<Moment> moments = new ArrayList<>(FrameMoments.of(trace));
    moments.addAll(FrameMoments.again(trace, courses));
    Instant zero = trace.origin();
    Instant end = trace.frames().get(trace.frames().size() - 1).time();
    Duration all = Duration.between(zero, end);
    moments.add(new Moment(zero, all, Kind.TEST, "", "the test method runs", ""));
    moments.add(
        new Moment(
            zero.plusMillis(300),
            Duration.ofMillis(900),
            Kind.COMMAND,
            "client",
            "ip mptcp endpoint show",
            "192.168.53.38 id 1 subflow dev ens3"));
    moments.add(
        new Moment(
            zero.plus(all.dividedBy(2)), all.dividedBy(4), Kind.FAULT, "client/ens2", "cut", ""));
    List<Moment> failed = new ArrayList<>(moments);
    failed.add(Moment.point(end, Kind.FAILURE, "", "FAIL: expected 3 subflows but found 2"));
    RunDirectory directory = RunDirectory.at(run);
    Topology topology = new SharedLan().topology();
    try (RunReport report = RunReport.open(directory)) {
      add(
          directory,
          report,
          "Class.passes",
          Verdict.PASS,
          Timeline.of("Class.passes", zero, topology, moments),
          courses);
      add(
          directory,
          report,
          "Class.fails",
          Verdict.FAIL,
          Timeline.of("Class.fails", zero, topology, failed),
          courses);
      RunPage.write(run, report.summary());
    }
  }

  /** A run of one test whose guests say what a page must not obey. */
  static void hostile(Path run) throws IOException {
    Instant zero = Instant.parse("2026-11-30T12:00:00Z");
    List<Moment> moments =
        List.of(
            new Moment(zero, Duration.ofSeconds(1), Kind.COMMAND, HOSTILE, HOSTILE, HOSTILE),
            new Moment(
                zero, Duration.ofSeconds(1), Kind.COMMAND, "client", "cat", "x".repeat(10 << 20)),
            Moment.point(zero.plusSeconds(1), Kind.FAILURE, "", HOSTILE));
    RunDirectory directory = RunDirectory.at(run);
    try (RunReport report = RunReport.open(directory)) {
      add(
          directory,
          report,
          "Class.hostile",
          Verdict.FAIL,
          Timeline.of("Class.hostile", zero, new SharedLan().topology(), moments),
          List.of());
      RunPage.write(run, report.summary());
    }
  }

  private static void add(
      RunDirectory directory,
      RunReport report,
      String id,
      Verdict verdict,
      Timeline timeline,
      List<Course> courses)
      throws IOException {
    TestEvidence evidence = directory.evidence(id);
    TestResult result =
        TestResult.builder("dev.subflow.scenarios.Class", id, verdict)
            .message(verdict == Verdict.PASS ? "" : HOSTILE)
            .kernels(Map.of("client", HOSTILE, "server", "6.12"))
            .time(timeline.zero(), Duration.ofSeconds(2))
            .keySsLines(List.of("ESTAB " + HOSTILE))
            .evidence(evidence)
            .build();
    report.add(result);
    TestPage.write(evidence, result, timeline, courses);
  }
}
