// SPDX-License-Identifier: Apache-2.0
package dev.subflow.fuzz;

import java.io.IOException;
import java.lang.reflect.Constructor;

/**
 * Where Jazzer enters: it calls these two methods by name.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer/blob/main/docs/arguments.md">
 *     Jazzer's arguments</a>
 */
public final class JazzerEntry {
  private static FuzzTarget target = input -> {};

  private JazzerEntry() {}

  /** Makes the target whose class is the one argument. */
  public static void fuzzerInitialize(String[] args) throws ReflectiveOperationException {
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    target = (FuzzTarget) constructor.newInstance();
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    target.read(input);
  }
}
