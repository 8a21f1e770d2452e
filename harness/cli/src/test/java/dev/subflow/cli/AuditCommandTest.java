// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.CapturedFrame;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.MpCapable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandTest {
  private static final Path CAPTURES = Path.of("../model/src/test/resources/captures/7.3.4-6.15");
  private static final Path REFERENCE = CAPTURES.resolve("reference-steps.lan.pcapng");

  @TempDir private Path folder;

  private static CommandLineRun audit(Path file) {
    return CommandLineRun.of("audit", file.toString());
  }

  /** The capture with other frames. */
  private Path changed(Function<List<CapturedFrame>, List<CapturedFrame>> change)
      throws IOException {
    CaptureFile file;
    try (InputStream in = Files.newInputStream(REFERENCE)) {
      file = CaptureFile.read(REFERENCE.toString(), in);
    }
    Path made = folder.resolve("made.pcapng");
    try (OutputStream out = Files.newOutputStream(made)) {
      new CaptureFile(
              file.application(),
              file.comment(),
              file.interfaces(),
              change.apply(file.frames()),
              file.events(),
              List.of(),
              List.of())
          .write(out);
    }
    return made;
  }

  @Test
  void aCleanCaptureIsSaidToBeClean() {
    CommandLineRun run = audit(REFERENCE);

    assertThat(run.out()).contains("1 MPTCP connections").contains("no rule of RFC 8684 is broken");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aCaptureWithoutAConnectionIsNotSaidToBeClean() throws IOException {
    CommandLineRun run = audit(changed(frames -> frames.subList(frames.size() / 2, frames.size())));

    assertThat(run.out())
        .contains("0 MPTCP connections, ")
        .contains("nothing could be judged")
        .contains("from its SYN on")
        .doesNotContain("no rule");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  private static CapturedFrame withReservedBit(CapturedFrame frame) {
    return frame
        .frame()
        .tcp()
        .filter(Segment::isSyn)
        .filter(syn -> syn.options(MpCapable.class).findAny().isPresent())
        .map(AuditCommandTest::withReservedBit)
        .map(other -> new CapturedFrame(frame.time(), frame.nic(), other, Optional.empty()))
        .orElse(frame);
  }

  private static Frame withReservedBit(Segment syn) {
    MpCapable other = MpCapable.syn(MpCapable.Flag.H, MpCapable.Flag.D);
    return syn.withOptions(
        syn.options().stream().map(o -> o.isMptcp() ? TcpOption.of(other) : o).toList());
  }

  @Test
  void aBrokenRuleIsToldOfWithItsFrame() throws IOException {
    CommandLineRun run =
        audit(changed(frames -> frames.stream().map(AuditCommandTest::withReservedBit).toList()));

    assertThat(run.out())
        .contains("RFC 8684, section 3:")
        .containsPattern("frame \\d+: .* SYN MP_CAPABLE")
        .contains("1 broken as a must");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aFileThatIsNoCaptureIsBadInput() throws IOException {
    CommandLineRun run = audit(Files.writeString(folder.resolve("text"), "no capture"));

    assertThat(run.err()).contains("neither pcapng nor pcap");
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
