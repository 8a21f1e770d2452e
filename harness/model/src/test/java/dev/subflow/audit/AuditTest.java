// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DataSequence;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real captures break no rule; each change of one frame breaks the rule that it should. */
final class AuditTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");
  private static final String ANNOUNCED = "7.3.4-6.15/announced-port.path1.pcapng";
  private static final String REFERENCE = "7.3.4-6.15/reference-steps.lan.pcapng";
  private static final String CHECKSUMS = "6.12.107-6.15/checksums.path1.pcapng";

  private static PacketTrace trace(String name) throws IOException {
    try (InputStream in = Files.newInputStream(CAPTURES.resolve(name))) {
      return PacketTrace.read(name, in);
    }
  }

  private static Stream<String> captures() throws IOException {
    try (Stream<Path> files = Files.walk(CAPTURES)) {
      return files
          .filter(file -> file.toString().endsWith(".pcapng"))
          .map(file -> CAPTURES.relativize(file).toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void realHostsBreakNoRule(String name) throws IOException {
    assertThat(Audit.of(trace(name)).findings()).isEmpty();
  }

  @Test
  void itFollowsTheConnectionOfACapture() throws IOException {
    Audit audit = Audit.of(trace(REFERENCE));

    assertThat(audit.connections()).isEqualTo(1);
    assertThat(audit.segments()).isGreaterThan(20);
  }

  /** Changes the first option of a type that something can be made of. */
  private static <O extends MptcpOption> PacketTrace with(
      String capture, Class<O> type, UnaryOperator<O> change) throws IOException {
    return changed(
        capture,
        segment -> {
          List<TcpOption> options = new ArrayList<>();
          boolean[] done = {false};
          for (TcpOption option : segment.options()) {
            Optional<MptcpOption> read = option.mptcp().map(o -> o.option());
            Optional<O> other =
                read.filter(type::isInstance)
                    .map(type::cast)
                    .map(change)
                    .filter(made -> !made.equals(read.orElseThrow()));
            options.add(other.map(TcpOption::of).orElse(option));
            done[0] |= other.isPresent();
          }
          return done[0] ? Optional.of(segment.withOptions(options)) : Optional.empty();
        });
  }

  private interface Change {
    Optional<Frame> of(Segment segment);
  }

  /** Changes the first segment that it can. */
  private static PacketTrace changed(String capture, Change change) throws IOException {
    return changed(capture, 1, change);
  }

  private static PacketTrace changed(String capture, int most, Change change) throws IOException {
    PacketTrace trace = trace(capture);
    List<CapturedFrame> frames = new ArrayList<>();
    int done = 0;
    for (CapturedFrame frame : trace.frames()) {
      Optional<Frame> other =
          done == most ? Optional.empty() : frame.frame().tcp().flatMap(change::of);
      done += other.isPresent() ? 1 : 0;
      frames.add(
          new CapturedFrame(
              frame.time(), frame.nic(), other.orElse(frame.frame()), frame.comment()));
    }
    assertThat(done).as("segments that were changed").isPositive();
    return new PacketTrace(trace.origin(), frames, List.of(), 0);
  }

  private static void assertBreaks(PacketTrace trace, Rule rule) {
    assertThat(Audit.of(trace).findings()).extracting(Finding::rule).contains(rule);
  }

  @Test
  void aWrongKeyOnTheThirdAck() throws IOException {
    assertBreaks(
        with(
            REFERENCE,
            MpCapable.class,
            o ->
                o.receiverKey().isEmpty()
                    ? o
                    : new MpCapable(
                        o.version(),
                        o.flags(),
                        o.senderKey(),
                        OptionalLong.of(1),
                        o.dataLength(),
                        o.checksum())),
        Rule.CAPABLE_KEYS);
  }

  @Test
  void aReservedBit() throws IOException {
    assertBreaks(
        with(REFERENCE, MpCapable.class, o -> MpCapable.syn(MpCapable.Flag.H, MpCapable.Flag.D)),
        Rule.OPTION_FORM);
  }

  @Test
  void aWrongHmacOfASynAck() throws IOException {
    assertBreaks(
        with(
            REFERENCE,
            MpJoin.SynAck.class,
            o -> new MpJoin.SynAck(o.backup(), o.addressId(), o.truncatedHmac() ^ 1, o.nonce())),
        Rule.JOIN_HMAC);
  }

  @Test
  void aWrongNonce() throws IOException {
    assertBreaks(
        with(
            REFERENCE,
            MpJoin.Syn.class,
            o -> new MpJoin.Syn(o.backup(), o.addressId(), o.token(), o.nonce() ^ 1)),
        Rule.JOIN_HMAC);
  }

  @Test
  void anAnnouncementOfAnotherAddress() throws IOException {
    assertBreaks(
        with(
            ANNOUNCED,
            AddAddr.class,
            o ->
                o.echo()
                    ? o
                    : new AddAddr(
                        false, o.addressId() + 1, o.address(), o.port(), o.truncatedHmac())),
        Rule.ADD_ADDR_HMAC);
  }

  @Test
  void anEchoOfWhatWasNotAnnounced() throws IOException {
    assertBreaks(
        with(
            ANNOUNCED,
            AddAddr.class,
            o ->
                o.echo()
                    ? new AddAddr(
                        true, o.addressId() + 1, o.address(), o.port(), OptionalLong.empty())
                    : o),
        Rule.ADD_ADDR_ECHO);
  }

  @Test
  void anAddressIdThatWasNeverUsed() throws IOException {
    PacketTrace trace = with(ANNOUNCED, RemoveAddr.class, o -> new RemoveAddr(List.of(77)));

    assertBreaks(trace, Rule.REMOVE_ADDR_KNOWN);
    assertThat(Audit.of(trace).findings())
        .anySatisfy(finding -> assertThat(finding.toString()).contains("REMOVE_ADDR id=77"));
  }

  @Test
  void dataThatIsMappedElsewhere() throws IOException {
    assertBreaks(with(REFERENCE, Dss.class, AuditTest::farOff), Rule.FIRST_DATA);
  }

  private static Dss farOff(Dss dss) {
    return dss.mapping()
        .filter(m -> m.dataSequence().octets() == 8 && !m.isInfinite())
        .map(
            m ->
                new Dss(
                    dss.dataAck(),
                    Optional.of(
                        new Dss.Mapping(
                            DataSequence.ofEight(m.dataSequence().value() + (1L << 50)),
                            m.subflowSequence(),
                            m.length(),
                            m.checksum())),
                    dss.dataFin()))
        .orElse(dss);
  }

  @Test
  void anAcknowledgementOfDataThatWasNotSent() throws IOException {
    assertBreaks(
        with(
            ANNOUNCED,
            Dss.class,
            dss ->
                new Dss(
                    dss.dataAck()
                        .map(
                            ack ->
                                ack.octets() == 8
                                    ? DataSequence.ofEight(ack.value() + 100_000)
                                    : DataSequence.ofFour(ack.value() + 100_000)),
                    dss.mapping(),
                    dss.dataFin())),
        Rule.DATA_ACK_SENT);
  }

  @Test
  void aWrongChecksum() throws IOException {
    assertBreaks(
        with(
            CHECKSUMS,
            Dss.class,
            dss ->
                dss.mapping()
                    .filter(m -> m.checksum().isPresent() && m.subflowSequence() != 0)
                    .map(
                        m ->
                            new Dss(
                                dss.dataAck(),
                                Optional.of(
                                    new Dss.Mapping(
                                        m.dataSequence(),
                                        m.subflowSequence(),
                                        m.length(),
                                        OptionalInt.of(m.checksum().orElseThrow() ^ 0x10))),
                                dss.dataFin()))
                    .orElse(dss)),
        Rule.DATA_CHECKSUM);
  }

  @Test
  void aMappingWithoutTheChecksumThatWasAskedFor() throws IOException {
    assertBreaks(
        with(
            CHECKSUMS,
            Dss.class,
            dss ->
                new Dss(
                    dss.dataAck(),
                    dss.mapping()
                        .map(
                            m ->
                                new Dss.Mapping(
                                    m.dataSequence(),
                                    m.subflowSequence(),
                                    m.length(),
                                    OptionalInt.empty())),
                    dss.dataFin())),
        Rule.CHECKSUM_USE);
  }

  @Test
  void payloadWithoutItsMapping() throws IOException {
    List<Integer> seen = new ArrayList<>();
    assertBreaks(
        changed(
            ANNOUNCED,
            Integer.MAX_VALUE,
            segment -> {
              boolean late =
                  segment.payloadLength() > 0
                      && segment.options(Dss.class).findAny().isPresent()
                      && seen.size() > 12;
              seen.add(1);
              return late
                  ? Optional.of(segment.withoutOptions(TcpOption::isMptcp))
                  : Optional.empty();
            }),
        Rule.MAPPING_MISSING);
  }

  @Test
  void anotherKeyInAFastclose() throws IOException {
    assertBreaks(
        with(REFERENCE, MpFastclose.class, o -> new MpFastclose(o.receiverKey() ^ 1)),
        Rule.FASTCLOSE_KEY);
  }
}
