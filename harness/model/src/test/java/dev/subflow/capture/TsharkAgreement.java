// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.IpText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what we read of a capture with what tshark's dissectors read: every field of every MPTCP
 * option of every TCP segment, and the segment's own header.
 */
final class TsharkAgreement {
  private static final List<String> HEADER =
      List.of(
          "frame.number",
          "frame.time_epoch",
          "frame.interface_name",
          "ip.src",
          "ip.dst",
          "ipv6.src",
          "ipv6.dst",
          "tcp.srcport",
          "tcp.dstport",
          "tcp.seq_raw",
          "tcp.ack_raw",
          "tcp.len",
          "tcp.flags");
  private static final String OPTION_OCTETS = "tcp.options";

  private final Path file;
  private final List<TracedSegment> segments;
  private final Map<String, Integer> options = new TreeMap<>();
  private final List<String> disagreements = new ArrayList<>();
  private int rows;
  private int checksumsUnseen;

  private TsharkAgreement(Path file, PacketTrace ours) {
    this.file = file;
    segments = ours.segments();
  }

  /** Compares a whole capture. */
  static TsharkAgreement check(Path pcapng) throws IOException, InterruptedException {
    return check(pcapng, TestPcapng.trace(pcapng));
  }

  /** Compares what tshark reads of a capture with a trace. */
  static TsharkAgreement check(Path pcapng, PacketTrace ours)
      throws IOException, InterruptedException {
    TsharkAgreement agreement = new TsharkAgreement(pcapng, ours);
    List<String> arguments = new ArrayList<>();
    // ICMP errors quote TCP headers, which are no segments.
    arguments.addAll(List.of("-n", "-r", pcapng.toString(), "-Y", "tcp && !icmp && !icmpv6"));
    arguments.addAll(List.of("-o", "tcp.analyze_sequence_numbers:FALSE"));
    arguments.addAll(List.of("-o", "tcp.desegment_tcp_streams:FALSE", "-T", "fields"));
    HEADER.forEach(name -> arguments.addAll(List.of("-e", name)));
    arguments.addAll(List.of("-e", OPTION_OCTETS));
    TsharkColumns.NAMES.forEach(
        name -> arguments.addAll(List.of("-e", TsharkColumns.PREFIX + name)));
    Tshark.run(agreement::row, arguments);
    if (agreement.rows != agreement.segments.size()) {
      agreement.disagreements.add(
          pcapng
              + ": tshark has "
              + agreement.rows
              + " segments, we have "
              + agreement.segments.size());
    }
    return agreement;
  }

  /** How many segments were compared. */
  int compared() {
    return Math.min(rows, segments.size());
  }

  /** How many segments have checksums that tshark does not show; compared as octets. */
  int checksumsUnseen() {
    return checksumsUnseen;
  }

  /** How many options were compared, by name. */
  Map<String, Integer> options() {
    return options;
  }

  /** A line for each field in which the two differ. */
  List<String> disagreements() {
    return disagreements;
  }

  private void row(String line) {
    rows++;
    if (rows > segments.size()) {
      return;
    }
    String[] theirs = line.split("\t", -1);
    TracedSegment ours = segments.get(rows - 1);
    String frame = theirs[0];
    List<String> header = header(ours);
    for (int i = 0; i < header.size(); i++) {
      compare(frame, ours, HEADER.get(i + 1), header.get(i), theirs[i + 1]);
    }
    compareOctets(frame, ours, theirs[HEADER.size()]);
    TsharkColumns columns = TsharkColumns.of(ours.segment());
    for (int i = 0; i < TsharkColumns.NAMES.size(); i++) {
      String name = TsharkColumns.NAMES.get(i);
      String value = theirs[HEADER.size() + 1 + i];
      if (name.equals(TsharkColumns.UNSEEN) && value.equals(columns.seen())) {
        checksumsUnseen += columns.value(name).equals(value) ? 0 : 1;
      } else {
        compare(frame, ours, name, columns.value(name), value);
      }
    }
    ours.segment().mptcp().forEach(o -> options.merge(o.option().name(), 1, Integer::sum));
  }

  /** The octets that we would write are those on the wire, also where tshark shows no field. */
  private void compareOctets(String frame, TracedSegment s, String theirs) {
    int from = 0;
    for (DecodedOption option : s.segment().mptcp()) {
      String ours = option.option().encode().toString();
      int at = theirs.indexOf(ours, from);
      if (at < 0) {
        compare(frame, s, OPTION_OCTETS, ours, theirs.substring(from));
        return;
      }
      from = at + ours.length();
    }
  }

  private static List<String> header(TracedSegment traced) {
    Segment s = traced.segment();
    boolean v6 = s.source().address() instanceof java.net.Inet6Address;
    String from = IpText.format(s.source().address());
    String to = IpText.format(s.destination().address());
    return List.of(
        epoch(traced.time()),
        s.frame().sender().orElse(""),
        v6 ? "" : from,
        v6 ? "" : to,
        v6 ? from : "",
        v6 ? to : "",
        String.valueOf(s.source().port()),
        String.valueOf(s.destination().port()),
        String.valueOf(s.sequence()),
        String.valueOf(s.acknowledgement()),
        String.valueOf(s.payloadLength()),
        String.format("0x%04x", s.flags().stream().mapToInt(TcpFlag::bit).sum()));
  }

  private static String epoch(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), 9))
        .toPlainString();
  }

  private void compare(String frame, TracedSegment s, String field, String ours, String theirs) {
    if (!ours.equals(theirs)) {
      disagreements.add(
          file.getFileName()
              + " frame "
              + frame
              + " "
              + field
              + ": ours \""
              + ours
              + "\", tshark \""
              + theirs
              + "\": "
              + s);
    }
  }
}
