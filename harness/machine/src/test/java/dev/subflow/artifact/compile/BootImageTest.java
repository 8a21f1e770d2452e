// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.subflow.artifact.kernel.SampleKernel;
import dev.subflow.failure.InfrastructureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootImageTest {
  private static final Path PAYLOAD = Path.of("arch/x86/boot/compressed/vmlinux.bin.gz");

  @TempDir Path out;

  @BeforeEach
  void build() throws IOException {
    Files.createDirectories(out.resolve("arch/x86/boot/compressed"));
    Files.writeString(out.resolve("arch/x86/boot/compressed/vmlinux.bin"), "kernel");
    Files.write(out.resolve(PAYLOAD), squeezed("kernel"));
  }

  private static byte[] squeezed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void image(byte[] payload, String trailer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(SampleKernel.bzImage("7.3", payload));
    bytes.writeBytes(trailer.getBytes(StandardCharsets.UTF_8));
    Files.write(out.resolve("arch/x86/boot/bzImage"), bytes.toByteArray());
  }

  @Test
  void holdsItsKernel() throws IOException {
    image(squeezed("kernel"), " trailer");

    assertThatCode(() -> BootImage.requireWithin(out)).doesNotThrowAnyException();
  }

  @Test
  void holdsItAtItsVeryEnd() throws IOException {
    image(squeezed("kernel"), "");

    assertThatCode(() -> BootImage.requireWithin(out)).doesNotThrowAnyException();
  }

  @Test
  void isRefusedWithAnotherOfTheSameSize() throws IOException {
    image(squeezed("kennel"), " trailer");

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("does not hold the kernel that was compiled")
        .hasMessageContaining("vmlinux.bin.gz");
  }

  @Test
  void isRefusedWithThePartThatAKilledBuildLeft() throws IOException {
    byte[] whole = squeezed("kernel");
    byte[] part = Arrays.copyOf(whole, whole.length - 9);
    Files.write(out.resolve(PAYLOAD), part);
    image(part, " trailer");

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("holds a part of a kernel")
        .hasMessageContaining("build again");
  }

  @Test
  void isRefusedWhereThePayloadIsBehindAnother() throws IOException {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(squeezed("kennel"));
    two.writeBytes(squeezed("kernel"));
    image(two.toByteArray(), "");

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("does not hold the kernel that was compiled");
  }

  @Test
  void isRefusedWhereItEndsWithinThePayload() throws IOException {
    byte[] whole = SampleKernel.bzImage("7.3", squeezed("kernel"));
    Files.write(out.resolve("arch/x86/boot/bzImage"), Arrays.copyOf(whole, whole.length - 3));

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("does not hold the kernel that was compiled");
  }

  /** Content that begins like the payload at each byte of it. */
  @Test
  void takesAMomentWhateverIsInIt() throws IOException {
    byte[] zeros = new byte[32 << 20];
    Files.write(out.resolve(PAYLOAD), zeros);
    byte[] almost = new byte[32 << 20];
    almost[almost.length - 1] = 1;
    image(almost, "");

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> BootImage.requireWithin(out))
                .isInstanceOf(InfrastructureException.class));
  }

  @Test
  void isRefusedWhereNothingWasCompressed() throws IOException {
    Files.delete(out.resolve(PAYLOAD));
    image(squeezed("kernel"), " trailer");

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("nothing compressed");
  }
}
