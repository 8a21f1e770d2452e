// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.ByteBuffer;

final class MptcpCodecFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    DecodedOption read = MptcpCodec.decodeLeniently(ByteBuffer.wrap(input));

    assertThat(read.toString()).isNotEmpty();
    if (read.conforms()) {
      assertThat(read.option().encode()).isEqualTo(read.raw());
    }
  }
}
