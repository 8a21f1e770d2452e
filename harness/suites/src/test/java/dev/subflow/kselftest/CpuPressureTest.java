// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CpuPressureTest {
  @Test
  void readsTheTimeInWhichSomethingWaited() {
    String pressure =
        """
        some avg10=99.48 avg60=99.43 avg300=98.26 total=2350504447
        full avg10=0.00 avg60=0.00 avg300=0.00 total=0
        """;
    assertThat(CpuPressure.total(pressure)).hasValue(2_350_504_447L);
    assertThat(CpuPressure.total("")).isEmpty();
  }
}
