// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.CaptureFormatException;
import dev.subflow.capture.PacketTrace;
import dev.subflow.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

final class AuditFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) throws IOException {
    PacketTrace trace;
    try {
      trace = PacketTrace.read("fuzz", new ByteArrayInputStream(input));
    } catch (CaptureFormatException expected) {
      assertThat(expected).hasMessageContaining("fuzz");
      return;
    }
    Audit audit = Audit.of(trace);
    assertThat(audit.segments()).isLessThanOrEqualTo(trace.frames().size());
    assertThat(audit.findings())
        .allSatisfy(
            finding -> {
              assertThat(trace.frames().get(finding.number() - 1)).isEqualTo(finding.frame());
              assertThat(finding.toString()).contains(finding.rule().words());
            });
    assertThat(audit.unjudged()).allSatisfy(u -> assertThat(u.toString()).isNotBlank());
    assertThat(Transfers.of(trace))
        .allSatisfy(
            transfers -> {
              assertThat(transfers.up().carrying()).isGreaterThanOrEqualTo(Duration.ZERO);
              assertThat(transfers.down().toString()).isNotBlank();
            });
  }
}
