// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * A named topology that {@code @UsesTopology} and {@code subflow shell --topology} can refer to.
 */
@FunctionalInterface
public interface TopologySource {
  /** The topology; equal on every call. */
  Topology topology();
}
