// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;

/**
 * Who decides about subflows and addresses of new connections.
 *
 * @param name as in {@code net.mptcp.path_manager}; kernels without that sysctl have {@code
 *     pm_type}, whose 0 is {@code kernel} and whose 1 is {@code userspace}
 */
public record PathManager(String name) {
  /** The kernel, by its endpoints and limits. */
  public static final PathManager KERNEL = new PathManager("kernel");

  /** A daemon, by netlink. */
  public static final PathManager USERSPACE = new PathManager("userspace");

  public PathManager {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return name;
  }
}
