// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;

final class FrameFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    assertThat(Frame.of(input).toString()).isNotNull();
  }
}
