// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes frames that no guest sent as a capture of a link between {@code a} and {@code b}. */
public final class TestPcapng {
  /** Time of the first frame; the others follow a millisecond apart. */
  public static final long START_NANOS = 1_795_376_129_000_000_000L;

  private TestPcapng() {}

  /** Writes a file of frames, all sent by {@code a/eth1}. */
  public static Path write(Path file, List<byte[]> frames) throws IOException {
    int room = 4096 + frames.stream().mapToInt(f -> f.length + 64).sum();
    ByteBuffer out = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
    PcapngBlocks.sectionHeader(out, "test", "made up");
    List.of(FabricFixture.MAC_A, FabricFixture.MAC_B)
        .forEach(mac -> PcapngBlocks.interfaceDescription(out, label(mac)));
    long nanos = START_NANOS;
    for (byte[] frame : frames) {
      PcapngBlocks.packet(out, 0, nanos, ByteBuffer.wrap(frame), 0, frame.length);
      nanos += 1_000_000;
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return Files.write(file, bytes);
  }

  private static CaptureLabels.Interface label(String mac) {
    String host = mac.equals(FabricFixture.MAC_A) ? "a" : "b";
    return new CaptureLabels.Interface(host + "/eth1", "test", new MacAddress(mac), List.of());
  }
}
