// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of whether a capture opens in Wireshark is Wireshark's own reader. */
final class TsharkTest {
  @TempDir private Path folder;

  @BeforeAll
  static void requireTshark() {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "tshark")));
    if (!there && System.getProperty("subflow.require", "").contains("tshark")) {
      fail("tshark is required by -Dsubflow.require and is not on the PATH");
    }
    assumeTrue(there, "tshark is not on the PATH; install the package tshark");
  }

  private static List<String> tshark(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
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
    assertThat(tshark("-r", file.toString(), "-T", "fields", "-e", "frame.interface_description"))
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
    return tshark(
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
