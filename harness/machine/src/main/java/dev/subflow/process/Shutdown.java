// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

/** Tells whether this JVM is ending: after Ctrl-C, say, guests die that nothing is wrong with. */
public final class Shutdown {
  private Shutdown() {}

  /** Whether shutdown hooks run or have run; true before the first of them has done anything. */
  public static boolean isUnderWay() {
    Thread probe = new Thread(() -> {}, "shutdown probe");
    try {
      // The JVM tells only by refusing.
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
