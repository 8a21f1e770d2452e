// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.TestFrame;
import dev.subflow.packet.mptcp.AnyOption;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MpTcprst;
import dev.subflow.packet.mptcp.MptcpOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wireshark's dissector is the second opinion on what we read of options. */
final class TsharkAgreementTest {
  @TempDir private Path folder;

  @BeforeAll
  static void requireTshark() {
    Tshark.require();
  }

  static List<Path> fixtures() throws IOException {
    return TraceFixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void onCapturesOfRealGuests(Path capture) throws Exception {
    TsharkAgreement agreement = TsharkAgreement.check(capture);

    assertThat(agreement.disagreements()).isEmpty();
    assertThat(agreement.compared()).isPositive();
    assertThat(agreement.checksumsUnseen() > 0)
        .as("whether there are checksums that tshark does not show")
        .isEqualTo(capture.getFileName().toString().startsWith("checksums"));
  }

  @Test
  void onOptionsOfEveryForm() throws Exception {
    List<byte[]> frames = new ArrayList<>();
    for (MptcpOption option : AnyOption.conforming().sampleStream().limit(3000).toList()) {
      frames.add(frame(option, frames.size()));
    }

    TsharkAgreement agreement =
        TsharkAgreement.check(TestPcapng.write(folder.resolve("forms.pcapng"), frames));

    assertThat(agreement.disagreements()).isEmpty();
    assertThat(agreement.options().values()).hasSize(9).allSatisfy(n -> assertThat(n).isPositive());
  }

  @Test
  void findsWhatDiffers() throws Exception {
    MptcpOption ours = new MpJoin.Syn(true, 1, 2, 3);
    Path first =
        TestPcapng.write(folder.resolve("ours.pcapng"), List.of(frame(ours, 0), frame(ours, 1)));
    MptcpOption other = new MpJoin.Syn(false, 1, 2, 4);
    Path second = TestPcapng.write(folder.resolve("theirs.pcapng"), List.of(frame(other, 0)));

    assertThat(TsharkAgreement.check(second, TestPcapng.trace(first)).disagreements())
        .hasSize(5)
        .anySatisfy(d -> assertThat(d).contains("frame 1 sendrand: ours \"3\", tshark \"4\""))
        .anySatisfy(d -> assertThat(d).contains("backup.flag: ours \"1\", tshark \"0\""))
        .anySatisfy(d -> assertThat(d).contains("tcp.options: ours \"1e0c1101"))
        .anySatisfy(d -> assertThat(d).contains("tshark has 1 segments, we have 2"));
  }

  // Each on a connection of its own: tshark reads on by what it knows of the connection.
  private static byte[] frame(MptcpOption option, int index) {
    return TestFrame.frame()
        .sourcePort(10_000 + index)
        .flags(carrier(option))
        .options(option)
        .bytes();
  }

  /** Flags of the segments on which an option of that form belongs. */
  private static int carrier(MptcpOption option) {
    if (option instanceof MpJoin.Syn || option.equals(MpCapable.syn(MpCapable.Flag.H))) {
      return TestFrame.SYN;
    }
    if (option instanceof MpJoin.SynAck
        || (option instanceof MpCapable o && o.receiverKey().isEmpty())) {
      return TestFrame.SYN | TestFrame.ACK;
    }
    return option instanceof MpTcprst ? TestFrame.RST | TestFrame.ACK : TestFrame.ACK;
  }

  /** On a folder of runs: {@code -Dsubflow.captures=target/subflow}. */
  @Test
  @EnabledIfSystemProperty(named = "subflow.captures", matches = ".+")
  void onEveryCaptureBelowAFolder(TestReporter reporter) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(System.getProperty("subflow.captures")))) {
      files = all.filter(f -> f.toString().endsWith(".pcapng")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    Map<String, Integer> options = new TreeMap<>();
    List<String> disagreements = new ArrayList<>();
    int segments = 0;
    int unseen = 0;
    for (Path file : files) {
      TsharkAgreement agreement = TsharkAgreement.check(file);
      agreement.options().forEach((name, count) -> options.merge(name, count, Integer::sum));
      segments += agreement.compared();
      unseen += agreement.checksumsUnseen();
      agreement.disagreements().stream().limit(20).forEach(disagreements::add);
    }
    reporter.publishEntry(
        files.size()
            + " captures, "
            + segments
            + " segments, "
            + unseen
            + " with checksums that tshark does not show, options "
            + options);
    assertThat(disagreements).isEmpty();
  }
}
