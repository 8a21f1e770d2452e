// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Frame;
import dev.subflow.packet.LinkType;
import dev.subflow.packet.mptcp.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes frames that no guest sent as a capture of a link between {@code a} and {@code b}. */
public final class TestPcapng {
  /** Time of the first frame; the others follow a millisecond apart. */
  public static final Instant START = Instant.ofEpochSecond(1_795_376_129);

  private static final CaptureInterface A = nic("a/eth1", "5254005f0101");
  private static final CaptureInterface B = nic("b/eth1", "5254005f0201");

  private TestPcapng() {}

  private static CaptureInterface nic(String name, String mac) {
    return new CaptureInterface(
        name, "test", LinkType.ETHERNET.number(), Optional.of(Octets.parse(mac)), List.of());
  }

  /** Writes a file of frames, all sent by {@code a/eth1}. */
  public static Path write(Path file, List<byte[]> frames) throws IOException {
    List<CapturedFrame> captured = new ArrayList<>();
    for (byte[] frame : frames) {
      captured.add(
          new CapturedFrame(
              START.plusMillis(captured.size()), A, Frame.of(frame), Optional.empty()));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      new CaptureFile("test", "made up", List.of(A, B), captured, List.of(), List.of(), List.of())
          .write(out);
    }
    return file;
  }

  /** Reads a file. */
  public static CaptureFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CaptureFile.read(file.getFileName().toString(), in);
    }
  }

  /** Reads a file as a trace. */
  public static PacketTrace trace(Path file) throws IOException {
    return PacketTrace.of(read(file));
  }
}
