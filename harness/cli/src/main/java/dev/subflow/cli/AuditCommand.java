// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.audit.Audit;
import dev.subflow.audit.Finding;
import dev.subflow.capture.CaptureFormatException;
import dev.subflow.capture.PacketTrace;
import dev.subflow.failure.UsageException;
import dev.subflow.report.Sanitizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Audits captures. */
@Command(
    name = "audit",
    description = {
      "Judges what hosts sent in captures (pcapng or pcap) by the rules of RFC 8684.",
      "Captures of several wires or interfaces of one test are looked at together.",
      "Connections are followed from their SYN on; what a middlebox changed is taken for a fault"
          + " of the sender.",
      "Exit code: 0 when no rule is broken, 1 when one is, 2 when a file is no capture."
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
    List<PacketTrace> traces = new ArrayList<>();
    files.forEach(file -> traces.add(read(file)));
    PacketTrace trace = PacketTrace.merge(traces);
    Audit audit = Audit.of(trace);
    for (Finding finding : audit.findings()) {
      streams.out().println(Sanitizer.text(finding.toString()));
      streams.out().println("  " + Sanitizer.line(trace.line(finding.frame())));
    }
    streams
        .out()
        .printf(
            "%d MPTCP connections, %d TCP segments: %s%n",
            audit.connections(),
            audit.segments(),
            audit.findings().isEmpty()
                ? "no rule of RFC 8684 is broken"
                : audit.violations().size()
                    + " broken as a must, "
                    + (audit.findings().size() - audit.violations().size())
                    + " as a should");
    trace.gaps().forEach(gap -> streams.err().println("note: " + Sanitizer.line(gap)));
    return audit.findings().isEmpty() ? ExitCodes.PASSED : ExitCodes.FAILED;
  }

  private static PacketTrace read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return PacketTrace.read(file.toString(), in);
    } catch (CaptureFormatException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UsageException("The capture " + file + " can't be read: " + e.getMessage(), e);
    }
  }
}
