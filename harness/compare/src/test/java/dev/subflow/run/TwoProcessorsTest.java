// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.junit.Cpus;
import dev.subflow.junit.Seed;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TwoProcessorsTest {
  /** Scenarios that say how many processors they want, and one that does not. */
  static final class Fixture {
    void plain() {}

    @Cpus(2)
    void two() {}
  }

  /** As a class of scenarios. */
  @Cpus(4)
  static final class FixtureOfFour {
    void four() {}
  }

  /** A host of its own mind. */
  public static final class OneBusyHost implements TopologySource {
    @Override
    public Topology topology() {
      return Topology.builder("one-busy-host").host("host", h -> h.vcpus(2)).build();
    }
  }

  private static Scenario scenario(
      String theme, String name, Class<?> type, String method, Class<? extends TopologySource> on) {
    try {
      Method code = type.getDeclaredMethod(method);
      return new Scenario(
          name,
          "x.scenarios." + theme + ".Y",
          name,
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          on,
          name,
          code);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Scenario> plain(String theme, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> scenario(theme, theme + i, Fixture.class, "plain", OneHost.class))
        .toList();
  }

  @Test
  void thoseThatAskForProcessorsAreLeftOut() {
    List<Scenario> all =
        List.of(
            scenario("a", "two", Fixture.class, "two", OneHost.class),
            scenario("a", "four", FixtureOfFour.class, "four", OneHost.class),
            scenario("a", "busy", Fixture.class, "plain", OneBusyHost.class),
            scenario("a", "plain", Fixture.class, "plain", OneHost.class));

    assertThat(TwoProcessors.share(all, new Seed(1)))
        .extracting(Scenario::name)
        .containsExactly("plain");
    assertThat(TwoProcessors.share(List.of(), new Seed(1))).isEmpty();
  }

  @Test
  void aQuarterOfThemFromEachThemeIsLookedAt() {
    List<Scenario> all = new ArrayList<>(plain("a", 30));
    all.addAll(plain("b", 8));
    all.addAll(plain("c", 2));

    List<Scenario> some = TwoProcessors.share(all, new Seed(7));

    assertThat(some).hasSize(10);
    assertThat(some.stream().map(Scenario::theme).distinct()).containsExactly("a", "b", "c");
    assertThat(TwoProcessors.share(all, new Seed(7))).isEqualTo(some);
    assertThat(TwoProcessors.share(all, new Seed(8))).isNotEqualTo(some);
  }

  @Test
  void thereAreAtLeastThreeAndAtMost24() {
    assertThat(TwoProcessors.share(plain("a", 4), new Seed(1))).hasSize(3);
    assertThat(TwoProcessors.share(plain("a", 2), new Seed(1))).hasSize(2);
    assertThat(TwoProcessors.share(plain("a", 500), new Seed(1))).hasSize(24);
  }

  @Test
  void whoeverSaysHowManyGetsThose() {
    assertThat(TwoProcessors.areMissing(settings(Accelerator.KVM, OptionalInt.empty()))).isFalse();
    assertThat(TwoProcessors.areMissing(settings(Accelerator.TCG, OptionalInt.of(1)))).isFalse();
    assertThat(TwoProcessors.areMissing(settings(Accelerator.TCG, OptionalInt.empty())))
        .isEqualTo(Runtime.getRuntime().availableProcessors() > 1);
    assertThat(TwoProcessors.of(settings(Accelerator.TCG, OptionalInt.empty())).vcpus())
        .hasValue(2);
  }

  private static LabSettings settings(Accelerator accelerator, OptionalInt cpus) {
    return new LabSettings(
        Path.of("/home"),
        Path.of("/nowhere"),
        "debian:stable",
        "guest",
        Optional.of(accelerator),
        QemuChoice.AUTO,
        cpus,
        true);
  }
}
