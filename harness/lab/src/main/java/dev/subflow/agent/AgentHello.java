// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.util.Objects;

/**
 * Greeting of the agent when it is first spoken to.
 *
 * @param kernelRelease of the running kernel, as {@code uname -r} prints it
 * @param garbageBytes that stood on the channel before the answer
 */
public record AgentHello(String kernelRelease, long garbageBytes) {
  public AgentHello {
    Objects.requireNonNull(kernelRelease, "kernelRelease");
  }
}
