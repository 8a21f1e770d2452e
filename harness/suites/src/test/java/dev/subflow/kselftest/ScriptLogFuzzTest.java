// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

final class ScriptLogFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    ScriptLog log = ScriptLog.parse(new String(input, StandardCharsets.UTF_8));

    assertThat(log.sections()).allSatisfy(section -> assertThat(section.title()).isNotNull());
  }
}
