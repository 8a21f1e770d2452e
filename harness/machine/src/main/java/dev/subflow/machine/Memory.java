// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of this machine. */
public final class Memory {
  private Memory() {}

  /**
   * Bytes that may be used now: the less of what the kernel calls available and what this container
   * may have; {@link Long#MAX_VALUE} where neither is known.
   */
  public static long availableBytes() {
    return Math.min(ofKernel(), ofContainer());
  }

  private static long ofKernel() {
    // MemAvailable:   23456789 kB
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static long ofContainer() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }
}
