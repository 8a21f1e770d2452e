// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class ConsoleFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    String console = new String(input, StandardCharsets.UTF_8);
    List<Splat> splats = SplatWatch.of(console);
    List<Crash> crashes = Crash.of(splats);
    MemoryLeaks.parse(console);

    assertThat(crashes).hasSizeLessThanOrEqualTo(splats.size());
    crashes.forEach(crash -> assertThat(CrashSummary.of("client", crash).toString()).isNotEmpty());
  }
}
