// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.AllocationFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/** Kernels that let allocations fail. */
final class FailingKernel {
  private FailingKernel() {}

  /**
   * Refuses a kernel that lets none fail.
   *
   * @throws UsageException when it does not
   */
  static void require(Kernel kernel) {
    if (kernel.config().isEmpty()) {
      // Whether it can shows in its guests.
      return;
    }
    try {
      KernelConfig config = KernelConfig.parse(Files.readString(kernel.config().get()));
      List<String> missing = AllocationFaults.OPTIONS.stream().filter(o -> !config.has(o)).toList();
      if (!missing.isEmpty()) {
        throw new UsageException(
            "Kernel "
                + kernel.requested()
                + " lets no allocation fail: it was built without "
                + missing.stream().map(o -> "CONFIG_" + o).collect(Collectors.joining(", "))
                + ". Build one with \"subflow kernel build --config base,mptcp,faults\", or name"
                + " one such as --kernel tree:DIR@REV#mptcp,faults.");
      }
    } catch (IOException e) {
      throw new InfrastructureException("the configuration of the kernel can't be read", e);
    }
  }
}
