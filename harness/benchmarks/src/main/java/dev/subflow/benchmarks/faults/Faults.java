// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All faults, in the order of the table. */
final class Faults {
  private Faults() {}

  static List<Fault> all(Path cache) {
    List<Fault> all = new ArrayList<>(KernelFaults.all());
    all.addAll(FloodFaults.all());
    all.addAll(ProcessFaults.all());
    all.addAll(HostFaults.all(cache));
    return List.copyOf(all);
  }
}
