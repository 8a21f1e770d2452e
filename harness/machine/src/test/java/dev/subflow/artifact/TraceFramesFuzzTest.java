// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

final class TraceFramesFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    TraceFrames frames = TraceFrames.of(new String(input, StandardCharsets.UTF_8).lines().toList());

    assertThat(frames.frames().size()).isLessThanOrEqualTo(frames.lines().size());
  }
}
