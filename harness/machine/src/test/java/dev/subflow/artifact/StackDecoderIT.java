// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Cache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoding with real tools of a tree that somebody made up. */
final class StackDecoderIT {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final String SOURCE =
      """
      static int inner(int x) { return x * 3; }
      int mptcp_fault(int x)
      {
        volatile int y = inner(x);
        return y;
      }
      int main(void) { return mptcp_fault(1); }
      """;

  private final Toolbox toolbox = new Artifacts(HOME, Cache.ofUser(), said -> {}).toolbox();

  @TempDir Path tree;

  @BeforeEach
  void makeATree() throws IOException {
    Files.writeString(tree.resolve("protocol.c"), SOURCE);
    String build = "cd %s && gcc -g -O0 -no-pie -o vmlinux protocol.c".formatted(tree);
    toolbox.command("sh", "-ec", build).writing(tree).output();
    Path image = Files.createDirectories(tree.resolve(KernelFolder.IMAGE).getParent());
    Files.writeString(image.resolve("bzImage"), "image");
    Files.writeString(tree.resolve(".config"), "CONFIG_MPTCP=y\n");
    Path script = Files.createDirectory(tree.resolve("scripts")).resolve("decode_stacktrace.sh");
    Files.writeString(script, "touch " + tree + "/ran\n");
  }

  private Optional<String> decode(String... lines) {
    Path image = tree.resolve(KernelFolder.IMAGE);
    Kernel kernel =
        new Kernel(
            tree.toString(),
            "7.3.0",
            "7.3.0",
            image,
            image,
            Optional.empty(),
            Optional.empty(),
            Optional.of(tree));
    return new StackDecoder(toolbox).decode(kernel, List.of(lines));
  }

  private String size() throws IOException {
    String symbols =
        toolbox
            .command("nm", "--print-size", tree.resolve("vmlinux").toString())
            .reading(tree)
            .output();
    return symbols
        .lines()
        .filter(line -> line.endsWith(" mptcp_fault"))
        .map(line -> line.replaceFirst("\\S+ 0*(\\S+) .*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void framesGetFileAndLine() throws IOException {
    assertThat(decode("RIP: 0010:mptcp_fault+0x0/0x" + size(), " nowhere+0x1/0x2"))
        .contains(
            "RIP: 0010:mptcp_fault+0x0/0x%s (protocol.c:3)\n nowhere+0x1/0x2\n".formatted(size()));
  }

  @Test
  void noScriptOfTheTreeRunsAndNothingThatAGuestPrints() throws IOException {
    Path ran = tree.resolve("ran");
    String command = "touch " + ran;

    Optional<String> decoded =
        decode(
            "RIP: 0010:mptcp_fault+0x0/0x" + size(),
            " $(" + command + ")+0x1/0x2 [m]",
            " f\";system(\"" + command + "\");\"+0x1/0x2 [x]",
            " a+0x1/0x2 [$(" + command + ")]",
            " `" + command + "`+0x1/0x2");

    assertThat(decoded.orElseThrow()).contains("(protocol.c:3)").contains("$(" + command + ")");
    assertThat(ran).doesNotExist();
  }

  @Test
  void aKernelBehindALinkIsNotRead() throws IOException {
    Files.move(tree.resolve("vmlinux"), tree.resolve("elsewhere"));
    Files.createSymbolicLink(tree.resolve("vmlinux"), tree.resolve("elsewhere"));

    assertThat(decode("RIP: 0010:mptcp_fault+0x0/0x10")).isEmpty();
  }
}
