// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.UsageException;
import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

final class PatchFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    try {
      PatchFiles.parse("fuzz", input, note -> assertThat(note).startsWith("fuzz: "))
          .forEach(patch -> assertThat(patch.text()).isNotEmpty());
    } catch (UsageException expected) {
      assertThat(expected).hasMessageContaining("fuzz");
    }
    UnifiedDiff.parse(new String(input, StandardCharsets.UTF_8));
  }
}
