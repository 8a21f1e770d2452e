// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CapabilitiesTest {
  private static List<String> status(String effective) {
    return List.of("Name:\tjava", "CapPrm:\t0000000000000000", "CapEff:\t" + effective);
  }

  @Test
  void rootHasAllOfThem() {
    assertThat(Capabilities.missing(status("000001fffeffffff"))).isEmpty();
  }

  @Test
  void aContainersRootHasThemToo() {
    // Docker's default.
    assertThat(Capabilities.missing(status("00000000a80425fb"))).isEmpty();
  }

  @Test
  void namesThoseThatAreMissing() {
    assertThat(Capabilities.missing(status("000000000000011f")))
        .contains("CAP_KILL, CAP_SETGID, CAP_SETUID");
    assertThat(Capabilities.missing(status("0000000000000000")))
        .contains("CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SETPCAP");
  }

  @Test
  void aStatusWithoutThemHasNone() {
    assertThat(Capabilities.missing(List.of("Name:\tjava"))).isPresent();
  }
}
