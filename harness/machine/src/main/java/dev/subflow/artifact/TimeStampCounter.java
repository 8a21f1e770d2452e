// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speed of this machine's time stamp counter, which guests under emulation read as their own.
 * Nothing tells it to an ordinary process, so the agent's program measures it.
 */
final class TimeStampCounter {
  private static final Logger log = LoggerFactory.getLogger(TimeStampCounter.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int STEP_KHZ = 10_000;

  private final MadeProgram agent;

  TimeStampCounter(MadeProgram agent) {
    this.agent = agent;
  }

  /**
   * Its frequency in kHz, rounded to 10 MHz so that it is the same each time; the kernel finds the
   * rest by itself. Empty where there is no such counter, or its frequency can't be told. Takes
   * some 50 ms.
   */
  public OptionalInt khz() {
    String program = agent.folder().resolve("agent").toString();
    try {
      return parse(Program.of("env", program, "--tsc").limit(LIMIT).output());
    } catch (IOException e) {
      log.warn("how fast the time stamp counter is can't be measured: {}", e.getMessage());
      return OptionalInt.empty();
    }
  }

  static OptionalInt parse(String output) {
    try {
      int rounded = Math.round(Integer.parseInt(output.strip()) / (float) STEP_KHZ) * STEP_KHZ;
      return rounded > 0 ? OptionalInt.of(rounded) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      log.warn("the agent's program told no frequency: {}", output);
      return OptionalInt.empty();
    }
  }
}
