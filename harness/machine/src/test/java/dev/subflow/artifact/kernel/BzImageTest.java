// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BzImageTest {
  @ParameterizedTest
  @EnumSource(Compression.class)
  void expandsItsPayload(Compression compression) throws IOException {
    byte[] vmlinux = SampleKernel.vmlinux("6.1.0", true);
    byte[] image = SampleKernel.bzImage("6.1.0-x", compression, vmlinux);
    BzImage bzImage = BzImage.of(image).orElseThrow();
    assertThat(bzImage.release()).contains("6.1.0-x");
    assertThat(bzImage.vmlinux().orElseThrow()).isEqualTo(vmlinux);
  }

  @Test
  void lz4OfMoreThanOneBlock() throws IOException {
    byte[] vmlinux = new byte[(8 << 20) * 2 + 12345];
    for (int i = 0; i < vmlinux.length; i++) {
      vmlinux[i] = (byte) (i / 7 ^ i >> 16);
    }
    byte[] image = SampleKernel.bzImage("6.1.0", Compression.LZ4_LEGACY, vmlinux);
    assertThat(BzImage.of(image).orElseThrow().vmlinux().orElseThrow()).isEqualTo(vmlinux);
  }

  @Test
  void unknownCompressionIsLeftPacked() throws IOException {
    byte[] lzo = {(byte) 0x89, 'L', 'Z', 'O', 0, 13, 10, 26, 10, 0, 0, 0, 0};
    assertThat(BzImage.of(SampleKernel.bzImage("6.1.0", lzo)).orElseThrow().vmlinux()).isEmpty();
  }

  @Test
  void aCutImageSaysSo() throws IOException {
    byte[] image = SampleKernel.bzImage("6.1.0", Compression.GZIP, new byte[100_000]);
    byte[] cut = Arrays.copyOf(image, image.length - 100);
    assertThatThrownBy(() -> BzImage.of(cut).orElseThrow().vmlinux())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut short")
        .hasMessageContaining(Integer.toString(cut.length));
  }

  @Test
  void otherFilesAreNoBzImage() {
    assertThat(BzImage.of(new byte[0])).isEmpty();
    assertThat(BzImage.of(new byte[10_000])).isEmpty();
    assertThat(BzImage.of(SampleKernel.vmlinux("6.1.0", true))).isEmpty();
  }
}
