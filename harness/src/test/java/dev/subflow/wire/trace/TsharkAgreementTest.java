// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.wire.TestPcapng;
import dev.subflow.wire.Tshark;
import dev.subflow.wire.mptcp.AnyOption;
import dev.subflow.wire.mptcp.MpCapable;
import dev.subflow.wire.mptcp.MpJoin;
import dev.subflow.wire.mptcp.MpTcprst;
import dev.subflow.wire.mptcp.MptcpOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's dissector is the second opinion on what we read of options. */
final class TsharkAgreementTest {
  @TempDir private Path folder;

  @BeforeAll
  static void requireTshark() {
    Tshark.require();
  }

  @Test
  void onOptionsOfEveryForm() throws Exception {
    List<MptcpOption> options = AnyOption.conforming().sampleStream().limit(3000).toList();
    List<byte[]> frames = new ArrayList<>();
    for (MptcpOption option : options) {
      frames.add(frame(option, frames.size()));
    }

    TsharkAgreement agreement =
        TsharkAgreement.check(TestPcapng.write(folder.resolve("forms.pcapng"), frames));

    System.out.println(agreement.options());
    agreement.disagreements().stream().limit(5000).forEach(System.out::println);
    assertThat(agreement.disagreements()).isEmpty();
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

  /** A folder of runs: {@code -Dsubflow.captures=target/subflow}. */
  @Test
  @EnabledIfSystemProperty(named = "subflow.captures", matches = ".+")
  void onEveryCaptureBelowAFolder() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(System.getProperty("subflow.captures")))) {
      files = all.filter(f -> f.toString().endsWith(".pcapng")).sorted().toList();
    }
    Map<String, Integer> options = new TreeMap<>();
    int segments = 0;
    for (Path file : files) {
      TsharkAgreement agreement = TsharkAgreement.check(file);
      assertThat(agreement.disagreements()).as(file.toString()).isEmpty();
      agreement.options().forEach((name, count) -> options.merge(name, count, Integer::sum));
      segments += agreement.compared();
    }
    System.out.println(files.size() + " captures, " + segments + " segments, options " + options);
  }
}
