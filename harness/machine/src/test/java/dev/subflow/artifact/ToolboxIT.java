// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.debian.DebianArchive;
import dev.subflow.artifact.debian.DebianHeaders;
import dev.subflow.artifact.debian.DebianKernels;
import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real toolbox, from the user's cache or built, and what is compiled in it. */
final class ToolboxIT {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  private final Cache cache = Cache.ofUser();
  private final Artifacts artifacts = new Artifacts(HOME, cache, said -> {});
  private final Toolbox toolbox = artifacts.toolbox();

  @TempDir Path folder;

  @Test
  void showsNoMoreOfThisMachineThanAskedFor() throws IOException {
    Path shown = Files.writeString(folder.resolve("shown"), "text");
    Path open = Files.createDirectory(folder.resolve("open"));
    String script =
        ("cat %1$s; ls /root /home; ls -A /work /sys; (echo x >%1$s) 2>&1;"
                + " (echo x >/usr/bin/x) 2>&1; echo made >%2$s/made;"
                + " ls /proc | grep -c '^[0-9]'; cat /proc/net/dev | wc -l; true")
            .formatted(shown, open);
    String output = toolbox.command("sh", "-c", script).reading(shown).writing(open).output();

    assertThat(output).startsWith("text").contains("/usr/bin/x: Read-only file system");
    assertThat(shown).hasContent("text");
    assertThat(open.resolve("made")).hasContent("made\n");
    // Two headers and the loopback; a handful of processes.
    assertThat(output.lines().reduce((a, b) -> b)).contains("3");
  }

  @Test
  void leavesNothingMounted() throws IOException {
    toolbox.command("true").output();

    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("toolbox");
  }

  @Test
  void endsWhatTakesTooLong() {
    assertThatThrownBy(() -> toolbox.command("sleep", "1000").limit(Duration.ofSeconds(1)).output())
        .hasMessageContaining("\"sleep 1000\" was killed: not done after 1 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian:stable", "debian:backports"})
  void compilesModulesForTheKernel(String name) throws IOException {
    Kernel kernel = artifacts.kernel(name);
    Path made = artifacts.made("kernel-sockets", kernel);

    String facts =
        toolbox
            .command("modinfo", made.resolve("kernel_server.ko").toString())
            .reading(made)
            .output();
    assertThat(facts).containsPattern("vermagic: +" + kernel.release().replace("+", "\\+") + " ");
  }

  @Test
  void tellsWhatTheCompilerDoesNotLike() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path broken = Files.createDirectory(images.resolve("broken"));
    Files.writeString(broken.resolve("Makefile"), "all:\n\t$(CC) -o $(O)/a a.c\n");
    Files.writeString(broken.resolve("a.c"), "int main(void) { return nothing; }\n");

    assertThatThrownBy(() -> makingIn(images).get("broken", artifacts.kernel("debian:stable")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("a.c:1:25: error: ")
        .hasMessageContaining("undeclared");
  }

  @Test
  void anImageAloneHasNoHeaders() throws IOException {
    Kernel kernel = artifacts.kernel("debian:stable");
    Path image = Files.copy(kernel.image(), folder.resolve("vmlinux"));
    Kernel alone =
        new Kernel(
            image.toString(),
            kernel.release(),
            "alone",
            image,
            kernel.initramfs(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(image));

    assertThatThrownBy(() -> artifacts.made("kernel-sockets", alone))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("There are no headers for kernel " + image);
  }

  private MadeInToolbox makingIn(Path images) {
    DebianMirror mirrors = DebianMirror.ofMachine();
    DebianArchive archive = new DebianArchive(cache, mirrors, Clock.systemUTC(), said -> {});
    return new MadeInToolbox(
        cache,
        images,
        toolbox,
        new DebianKernels(cache, archive, said -> {}),
        new DebianHeaders(cache, archive, said -> {}),
        said -> {});
  }
}
