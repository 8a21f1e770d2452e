// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;

final class QmpFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) throws IOException {
    try (QmpLines lines = new QmpLines(new ByteArrayInputStream(input))) {
      int total = 0;
      for (String line = lines.next(); line != null; line = lines.next()) {
        total += line.length();
      }
      assertThat(total).isLessThanOrEqualTo(input.length);
    }
  }
}
