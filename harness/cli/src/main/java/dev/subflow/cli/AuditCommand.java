// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.audit.Audit;
import dev.subflow.audit.Finding;
import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.CaptureFormatException;
import dev.subflow.capture.PacketTrace;
import dev.subflow.failure.UsageException;
import dev.subflow.report.Sanitizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Audits captures. */
@Command(
    name = "audit",
    description = {
      "Judges what hosts sent in captures (pcapng or pcap) by the rules of RFC 8684.",
      "Give the captures of all wires of a test: data that crossed a wire whose capture is missing"
          + " seems never to have been sent.",
      "A connection is followed from its SYN on. A change by a middlebox counts as a fault of the"
          + " sender; what was done to a wire of Subflow is printed from its capture.",
      "Exit codes: 0 no rule is broken, 1 a rule is broken, 2 a file is no capture, 3 nothing could"
          + " be judged, as no MPTCP connection was followed."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Captures.")
  private List<Path> files = List.of();

  AuditCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<CaptureFile> captures = files.stream().map(AuditCommand::read).toList();
    PacketTrace trace = PacketTrace.merge(captures.stream().map(PacketTrace::of).toList());
    Audit audit = Audit.of(trace);
    for (Finding finding : audit.findings()) {
      streams.out().println(Sanitizer.text(finding.toString()));
      streams
          .out()
          .println(
              "  frame " + finding.number() + ": " + Sanitizer.line(trace.line(finding.frame())));
    }
    audit.unjudged().forEach(u -> note(u.toString()));
    captures.stream()
        .flatMap(capture -> capture.events().stream())
        .forEach(event -> note("the capture says: " + event.message()));
    streams.out().println(verdict(audit));
    if (audit.connections() == 0) {
      return ExitCodes.INCONCLUSIVE;
    }
    return audit.findings().isEmpty() ? ExitCodes.PASSED : ExitCodes.FAILED;
  }

  private void note(String text) {
    streams.err().println("note: " + Sanitizer.line(text));
  }

  private static String verdict(Audit audit) {
    String seen = audit.connections() + " MPTCP connections, " + audit.segments() + " TCP segments";
    if (audit.connections() == 0) {
      return seen
          + ": nothing could be judged. A connection is followed from its SYN on; give a capture"
          + " that begins before it, and those of the other wires";
    }
    if (audit.findings().isEmpty()) {
      return seen + ": no rule of RFC 8684 is broken";
    }
    int musts = audit.violations().size();
    return seen
        + ": "
        + musts
        + " broken as a must, "
        + (audit.findings().size() - musts)
        + " as a should";
  }

  private static CaptureFile read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return CaptureFile.read(file.toString(), in);
    } catch (CaptureFormatException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UsageException("The capture " + file + " can't be read: " + e.getMessage(), e);
    }
  }
}
