// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.topology.TwoPaths;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@link KernelPairings} multiplies tests; the fixtures need no guest. */
final class KernelPairingsTest {
  @TempDir private Path temp;

  @UsesTopology(TwoPaths.class)
  static final class Methods {
    @OnKernels({"a", "b"})
    void twoHosts() {}
  }

  @OnKernels({"a", "b", "a"})
  @UsesTopology(OneHost.class)
  static final class Classes {
    @Test
    void oneHost() {}
  }

  static final class NoKernel {
    @OnKernels({})
    void never() {}
  }

  /** A topology that leaves no kernel open. */
  static final class Pinned implements TopologySource {
    @Override
    public Topology topology() {
      return Topology.builder("pinned").host("host", h -> h.kernel("debian:6.1")).build();
    }
  }

  @UsesTopology(Pinned.class)
  static final class AllPinned {
    @OnKernels("a")
    void never() {}
  }

  @Test
  void aMethodRunsOnEveryPairing() {
    assertThat(Executions.of(Methods.class, temp))
        .containsExactly(
            "client=a,server=a: SUCCESSFUL",
            "client=a,server=b: SUCCESSFUL",
            "client=b,server=a: SUCCESSFUL",
            "client=b,server=b: SUCCESSFUL");
  }

  @Test
  void aClassRunsOnceOnEachKernelHoweverOftenItIsNamed() {
    assertThat(Executions.of(Classes.class, temp)).hasSize(2);
  }

  @Test
  void withoutKernelsOrHostsForThemThereIsNothingToRun() {
    assertThat(Executions.of(NoKernel.class, temp))
        .singleElement()
        .asString()
        .endsWith("FAILED @OnKernels names no kernel");
    assertThat(Executions.of(AllPinned.class, temp))
        .singleElement()
        .asString()
        .endsWith(
            "FAILED @OnKernels has no host to put kernels on: those of topology \"pinned\" all pin"
                + " theirs");
  }
}
