// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.Tshark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of whether a capture opens in Wireshark is Wireshark's own reader. */
final class TsharkTest {
  @TempDir private Path folder;

  @BeforeAll
  static void requireTshark() {
    Tshark.require();
  }

  @Test
  void showsFramesInterfacesAndCuts() throws Exception {
    Path file = folder.resolve("wire.pcapng");
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      Capture capture = lab.wire().capture(file);
      a.send(frame(MAC_B, MAC_A, "one"));
      b.receive();
      lab.wire().cut();
      lab.wire().restore();
      b.send(frame(MAC_A, MAC_B, "two"));
      a.receive();
      capture.flush();
      assertThat(shown(file)).containsExactlyElementsOf(expected());
    }
    assertThat(shown(file)).containsExactlyElementsOf(expected());
    assertThat(
            Tshark.lines(
                "-r", file.toString(), "-T", "fields", "-e", "frame.interface_description"))
        .element(0)
        .asString()
        .contains("link \"wire\" of topology \"test\"");
  }

  private static List<String> expected() {
    return List.of(
        "a/eth1|17|" + MAC_A + "|",
        "|||wire wire cut",
        "|||wire wire restored",
        "b/eth1|17|" + MAC_B + "|");
  }

  private static List<String> shown(Path file) throws IOException, InterruptedException {
    return Tshark.lines(
            "-r",
            file.toString(),
            "-T",
            "fields",
            "-E",
            "separator=|",
            "-e",
            "frame.interface_name",
            "-e",
            "frame.cap_len",
            "-e",
            "eth.src",
            "-e",
            "systemd_journal.message")
        .stream()
        .map(line -> line.endsWith("cut") || line.endsWith("restored") ? afterLength(line) : line)
        .toList();
  }

  // A journal entry has a length too, which says nothing here.
  private static String afterLength(String line) {
    return line.replaceFirst("^\\|\\d*\\|", "||");
  }
}
