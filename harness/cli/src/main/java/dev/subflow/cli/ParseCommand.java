// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.subflow.failure.UsageException;
import dev.subflow.ktap.KtapReport;
import dev.subflow.mptcp.Counters;
import dev.subflow.mptcp.EndpointTable;
import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.Limits;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.PastedText;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.mptcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the output of tools as JSON. */
@Command(
    name = "parse",
    description = {
      "Reads what a tool printed from standard input and writes it as JSON.",
      "Pasted text may be quoted, indented or have the time of a log before each line.",
      "Lines that are not understood are kept under \"unrecognised\"."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ParseCommand {
  private static final int LIMIT = 64 << 20;
  private static final int SHOWN = 60;

  private final Streams streams;

  ParseCommand(Streams streams) {
    this.streams = streams;
  }

  /** Sockets of both kinds. */
  private record Sockets(List<MptcpSocket> mptcp, List<TcpSocket> tcp, List<String> unrecognised) {}

  /** Leaves out the text that a table was read from: whoever calls has it. */
  @JsonIgnoreProperties("raw")
  private abstract static class WithoutRaw {}

  @Command(
      name = "ss",
      description = {
        "Reads the output of ss -M or ss -t, with or without -H, -O, -i, -e, -a, -l.",
        "Rows without a Netid are MPTCP sockets unless they carry TCP's own fields."
      },
      mixinStandardHelpOptions = true)
  int ss(@Option(names = "--tcp", description = "Rows without a Netid are TCP.") boolean tcp) {
    String text = PastedText.of(input());
    SocketTable mptcp = SocketTable.parse(text);
    SubflowTable subflows = SubflowTable.parse(text);
    List<TcpSocket> ofTcp = new ArrayList<>();
    for (TcpSocket s : subflows.sockets()) {
      boolean ambiguous = mptcp.sockets().stream().anyMatch(m -> m.raw().equals(s.raw()));
      if (!ambiguous || tcp || s.subflow().isPresent() || s.fields().has("rto")) {
        ofTcp.add(s);
      }
    }
    List<MptcpSocket> ofMptcp =
        mptcp.sockets().stream()
            .filter(m -> ofTcp.stream().noneMatch(t -> t.raw().equals(m.raw())))
            .toList();
    List<String> unrecognised =
        mptcp.unrecognised().stream().filter(subflows.unrecognised()::contains).toList();
    return print(
        new Sockets(ofMptcp, ofTcp, unrecognised), ofMptcp.size() + ofTcp.size(), unrecognised);
  }

  @Command(
      name = "ip-mptcp",
      description =
          "Reads the output of ip mptcp endpoint show, ip mptcp limits or ip mptcp monitor.",
      mixinStandardHelpOptions = true)
  int ipMptcp() {
    String text = PastedText.of(input());
    String start = text.stripLeading();
    if (start.startsWith("add_addr_accepted") || start.startsWith("subflows")) {
      return print(Limits.parse(text), 1, List.of());
    }
    EventLog events = EventLog.parse(text.endsWith("\n") ? text : text + "\n");
    if (!events.events().isEmpty()) {
      return print(events, events.events().size(), events.unrecognised());
    }
    EndpointTable endpoints = EndpointTable.parse(text);
    return print(endpoints, endpoints.endpoints().size(), endpoints.unrecognised());
  }

  @Command(
      name = "nstat",
      description = "Reads the output of nstat -asz, plain or with -j.",
      mixinStandardHelpOptions = true)
  int nstat() {
    Counters counters = Counters.parse(PastedText.of(input()));
    return print(counters, counters.values().size(), counters.unrecognised());
  }

  @Command(
      name = "ktap",
      description = "Reads TAP 13, TAP 14 or KTAP, also as the kselftest runner or KUnit print it.",
      mixinStandardHelpOptions = true)
  int ktap() {
    KtapReport report = KtapReport.parse(PastedText.ofTap(input()));
    return print(report, report.points().size() + report.planned().orElse(0), report.other());
  }

  private int print(Object parsed, int understood, List<String> unrecognised) {
    if (understood == 0 && !unrecognised.isEmpty()) {
      String first = unrecognised.get(0).strip();
      throw new UsageException(
          "this is no output of that tool; its first line is \""
              + (first.length() > SHOWN ? first.substring(0, SHOWN) + "..." : first)
              + "\"");
    }
    streams.out().println(Json.pretty(parsed, WithoutRaw.class));
    return ExitCodes.PASSED;
  }

  private String input() {
    try {
      byte[] bytes = streams.in().readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new UsageException("more than 64 MiB of input; pass the output of one command");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
    }
  }
}
