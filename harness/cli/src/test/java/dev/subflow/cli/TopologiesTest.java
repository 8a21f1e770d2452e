// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;

final class TopologiesTest {
  /** A topology that only a factory could make. */
  record Sized(int hosts) implements TopologySource {
    @Override
    public Topology topology() {
      return new TwoPaths().topology();
    }
  }

  @Test
  void presetsAndClassesAreFoundByName() {
    Topology twoPaths = new TwoPaths().topology();

    assertThat(Topologies.named("two-paths")).isEqualTo(twoPaths);
    assertThat(Topologies.named("TwoPaths")).isEqualTo(twoPaths);
    assertThat(Topologies.named(TwoPaths.class.getName())).isEqualTo(twoPaths);
    assertThat(new Topologies.Names()).contains(Topologies.DEFAULT, "two-paths", "one-host");
  }

  @Test
  void anUnknownNameListsThePresets() {
    assertThatThrownBy(() -> Topologies.named("three-paths"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "no topology is called \"three-paths\"; there are shared-lan, two-paths, one-host, and"
                + " any class that implements TopologySource");
  }

  @Test
  void aClassThatIsNoTopologyIsRefused() {
    assertThatThrownBy(() -> Topologies.named("java.lang.String"))
        .isInstanceOf(UsageException.class)
        .hasMessage("java.lang.String does not implement TopologySource");
  }

  @Test
  void aClassThatWantsArgumentsIsRefused() {
    assertThatThrownBy(() -> Topologies.named(Sized.class.getName()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Sized cannot be made; it needs a constructor without parameters");
  }
}
