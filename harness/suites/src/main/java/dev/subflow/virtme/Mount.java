// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.util.Objects;

/**
 * Something of the host in a container.
 *
 * @param source an absolute path, or the name of a volume
 * @param target where it is in the container
 * @param writable whether the container may write it
 */
record Mount(String source, String target, boolean writable) {
  Mount {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
  }

  /** As {@code docker run -v} takes it. */
  @Override
  public String toString() {
    return source + ":" + target + ":" + (writable ? "rw" : "ro");
  }
}
