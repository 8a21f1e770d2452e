// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;

final class CaptureFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) throws IOException {
    try {
      PacketTrace trace = PacketTrace.read("fuzz", new ByteArrayInputStream(input));
      assertThat(trace.frames()).allSatisfy(frame -> assertThat(frame.toString()).isNotEmpty());
    } catch (CaptureFormatException expected) {
      assertThat(expected).hasMessageContaining("fuzz");
    }
  }
}
