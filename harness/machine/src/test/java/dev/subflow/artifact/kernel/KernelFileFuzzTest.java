// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

final class KernelFileFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    ElfFile.of(input).ifPresent(ElfFile::release);
    BzImage.of(input).ifPresent(this::read);
    KernelConfig.parse(new String(input, StandardCharsets.UTF_8));
    Compression.of(input).ifPresent(compression -> expand(compression, input));
  }

  private void read(BzImage image) {
    image.release();
    try {
      image.vmlinux();
    } catch (IOException expected) {
      assertThat(expected).hasMessageNotContaining("null");
    }
  }

  private static void expand(Compression compression, byte[] input) {
    try {
      assertThat(compression.expand(input, 0, input.length, 1 << 20)).hasSizeLessThan(1 << 20);
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
