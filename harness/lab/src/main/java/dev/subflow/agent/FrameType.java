// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Types of frames; codes below 0x80 go to the agent, the others come from it. */
enum FrameType {
  SYNC(0x01),
  EXEC(0x02),
  INPUT(0x03),
  INPUT_END(0x04),
  SIGNAL(0x05),
  RESIZE(0x06),
  CLOSE(0x07),
  PUT(0x08),
  GET(0x09),
  CONFIGURE(0x0a),
  POWEROFF(0x0b),

  SYNC_ACK(0x81),
  STARTED(0x82),
  STDOUT(0x83),
  STDERR(0x84),
  EXIT(0x85),
  ERROR(0x86),
  WINDOW(0x87),
  DONE(0x88);

  private static final Map<Integer, FrameType> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(FrameType::code, Function.identity()));

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The byte that stands for it in a frame. */
  public int code() {
    return code;
  }

  /** The type of a code; empty when no version of the protocol that we know has it. */
  public static Optional<FrameType> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
