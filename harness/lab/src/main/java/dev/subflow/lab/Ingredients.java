// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.cache.DiskAllowance;
import dev.subflow.vm.VmFactory;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Ingredients of the labs of a run.
 *
 * @param factory brings their guests up
 * @param artifacts the guests' kernels and root images
 * @param programs image of guest programs
 * @param sockets makes a folder of short path for the sockets of a lab's wires
 * @param traces decodes what kernels print in distress
 * @param allowance what captures of the wires are taken from
 */
record Ingredients(
    VmFactory factory,
    HostArtifacts artifacts,
    Path programs,
    Supplier<Path> sockets,
    DecodedTraces traces,
    DiskAllowance allowance) {
  Ingredients {
    Objects.requireNonNull(factory, "factory");
    Objects.requireNonNull(artifacts, "artifacts");
    Objects.requireNonNull(programs, "programs");
    Objects.requireNonNull(sockets, "sockets");
    Objects.requireNonNull(traces, "traces");
    Objects.requireNonNull(allowance, "allowance");
  }
}
