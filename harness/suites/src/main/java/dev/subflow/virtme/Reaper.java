// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.process.Guard;
import dev.subflow.process.Scripts;
import java.nio.file.Path;

/**
 * A process outside the JVM that removes what belongs to it when it is gone, even by {@code kill
 * -9}: containers first, then files. Thread-safe.
 */
final class Reaper implements AutoCloseable {
  private final Guard guard;

  private Reaper(Guard guard) {
    this.guard = guard;
  }

  /** Starts it, and waits until it listens. */
  static Reaper start(String engine) {
    String script = Scripts.of(Reaper.class, "reaper.sh");
    return new Reaper(Guard.start("the reaper of containers", script, "reaper", engine));
  }

  void container(String id) {
    guard.order("+c " + id);
  }

  void containerIsGone(String id) {
    guard.order("-c " + id);
  }

  void file(Path path) {
    guard.order("+f " + path);
  }

  void fileIsGone(Path path) {
    guard.order("-f " + path);
  }

  /** Lets it go; what is still its to remove is removed when this returns. */
  @Override
  public void close() {
    guard.close();
  }
}
