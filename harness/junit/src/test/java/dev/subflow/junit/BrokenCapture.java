// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.CapturedFrame;
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

/** A real capture whose SYN has a bit that must be 0. */
final class BrokenCapture {
  static final Path REFERENCE =
      Path.of("../model/src/test/resources/captures/7.3.4-6.15/reference-steps.lan.pcapng");

  private BrokenCapture() {}

  private static CapturedFrame broken(CapturedFrame frame) {
    TcpOption other = TcpOption.of(MpCapable.syn(MpCapable.Flag.H, MpCapable.Flag.D));
    return frame
        .frame()
        .tcp()
        .filter(Segment::isSyn)
        .filter(syn -> syn.options(MpCapable.class).findAny().isPresent())
        .map(
            syn ->
                syn.withOptions(syn.options().stream().map(o -> o.isMptcp() ? other : o).toList()))
        .map(made -> new CapturedFrame(frame.time(), frame.nic(), made, Optional.empty()))
        .orElse(frame);
  }

  /** Writes it. */
  static Path in(Path made) throws IOException {
    CaptureFile file;
    try (InputStream in = Files.newInputStream(REFERENCE)) {
      file = CaptureFile.read(REFERENCE.toString(), in);
    }
    List<CapturedFrame> frames = file.frames().stream().map(BrokenCapture::broken).toList();
    try (OutputStream out = Files.newOutputStream(made)) {
      new CaptureFile("", "", file.interfaces(), frames, List.of(), List.of(), List.of())
          .write(out);
    }
    return made;
  }
}
