// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionTest {
  @ParameterizedTest
  @CsvSource({
    "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3), 7.2.22",
    "mmdebstrap 1.3.5, 1.3.5",
    "kmod version 30, 30",
    "GNU Make 4.3, 4.3",
    "** (process:7): WARNING ** TShark (Wireshark) 4.0.17, 4.0.17",
    "12.2.0, 12.2.0",
    "Debian 'dpkg-deb' package archive backend version 1.21.22 (amd64)., 1.21.22",
    "TShark (Wireshark) 4.0.17 (Git v4.0.17 packaged as 4.0.17-0+deb12u3)., 4.0.17"
  })
  void isFoundInWhatProgramsSay(String output, String version) {
    assertThat(Version.firstIn(output)).contains(Version.of(version));
  }

  @ParameterizedTest
  @CsvSource({"7.2, 7.10", "7.2, 7.2.1", "6.99, 7", "9.2, 10.0.2"})
  void isOrderedByNumber(String older, String newer) {
    assertThat(Version.of(older)).isLessThan(Version.of(newer));
    assertThat(Version.of(newer).isAtLeast(Version.of(older))).isTrue();
    assertThat(Version.of(older).isAtLeast(Version.of(newer))).isFalse();
  }

  @Test
  void missingPartsAreZero() {
    assertThat(Version.of("7.2"))
        .isEqualTo(Version.of("7.2.0"))
        .hasSameHashCodeAs(Version.of("7.2.0"));
    assertThat(Version.of("7.2").isAtLeast(Version.of("7.2.0"))).isTrue();
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> Version.of("7.2-rc1")).hasMessage("\"7.2-rc1\" is not a version");
    assertThat(Version.firstIn("no number")).isEmpty();
  }
}
