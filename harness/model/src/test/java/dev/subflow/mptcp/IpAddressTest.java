// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.1.1, 10.0.1.1, true",
    "10.0.1.1, ::ffff:10.0.1.1, true",
    "fd00:1::1, fd00:0001:0:0:0:0:0:1, true",
    "FD00::1, fd00::1, true",
    "*, *, true",
    "10.0.1.1, 10.0.1.2, false",
    "*, 0.0.0.0, false",
    "server, client, false",
    "::, 0.0.0.0, false",
  })
  void comparesAsNumbers(String a, String b, boolean same) {
    assertThat(IpAddress.same(a, b)).isEqualTo(same);
    assertThat(IpAddress.same(b, a)).isEqualTo(same);
  }

  /** None of them may be looked up: that takes seconds, and asks a machine far away. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.1",
        "10.0.1.256",
        "1.2.3.4.5",
        "167772417",
        "1:2:3",
        ":::",
        "fe80::1%lo",
        "face",
        "."
      })
  void readsNothingElse(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }
}
