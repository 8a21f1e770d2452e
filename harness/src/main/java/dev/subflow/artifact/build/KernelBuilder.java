// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Builds kernels in the toolbox: each content once, and of what changed only what depends on it.
 *
 * <p>Thread-safe, among processes too; builds of one source wait for one another.
 */
public final class KernelBuilder {
  /**
   * The kernel, from the cache if it was built before.
   *
   * @throws KernelBuildException when it does not compile
   * @throws dev.subflow.host.UsageException for a source that is none, an unknown revision, a patch
   *     that does not apply, a configuration that can't be had
   * @throws dev.subflow.host.InfrastructureException when disk or tools fail
   */
  public BuiltKernel build(BuildRequest request) {
    return new BuiltKernel(
        Path.of(request.source().toString()), "not built yet", List.of(), Duration.ZERO);
  }
}
