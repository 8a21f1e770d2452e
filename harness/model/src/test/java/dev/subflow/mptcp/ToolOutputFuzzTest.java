// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

final class ToolOutputFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    String output = new String(input, StandardCharsets.UTF_8);

    assertThat(SocketTable.parse(output).raw()).isEqualTo(output);
    assertThat(SubflowTable.parse(output).raw()).isEqualTo(output);
    assertThat(Counters.parse(output).raw()).isEqualTo(output);
    assertThat(EventLog.parse(output).raw()).isEqualTo(output);
    assertThat(EndpointTable.parse(output).raw()).isEqualTo(output);
    assertThat(Limits.parse(output).raw()).isEqualTo(output);
    assertThat(PastedText.of(output).length()).isLessThanOrEqualTo(output.length() + 1);
    assertThat(PastedText.ofTap(output).length()).isLessThanOrEqualTo(output.length() + 1);
  }
}
