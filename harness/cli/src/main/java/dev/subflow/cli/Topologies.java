// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.run.Scenario;
import dev.subflow.run.ScenarioCatalogue;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.SharedLan;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.topology.TwoPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.platform.launcher.core.LauncherFactory;

/** Topologies by name. */
final class Topologies {
  static final String DEFAULT = "shared-lan";
  private static final Map<String, Supplier<TopologySource>> PRESETS = new LinkedHashMap<>();

  static {
    PRESETS.put(DEFAULT, SharedLan::new);
    PRESETS.put("two-paths", TwoPaths::new);
    PRESETS.put("one-host", OneHost::new);
  }

  private Topologies() {}

  /** For the completion of the shell. */
  static final class Names extends ArrayList<String> {
    Names() {
      super(PRESETS.keySet());
    }
  }

  /**
   * A preset, or a class that is a {@link TopologySource}: by its full name, or by its simple name
   * when it is one of the harness or of a scenario.
   *
   * @throws UsageException when there is none of that name
   * @throws dev.subflow.topology.TopologyException when it is malformed
   */
  static Topology named(String name) {
    Supplier<TopologySource> preset = PRESETS.get(name);
    TopologySource source = preset != null ? preset.get() : instance(name);
    return source.topology();
  }

  private static Optional<Class<?>> ofScenarios(String name) {
    try {
      return ScenarioCatalogue.discover(LauncherFactory.create(), Optional.empty()).stream()
          .<Class<?>>map(Scenario::source)
          .filter(source -> source.getSimpleName().equals(name))
          .findFirst();
    } catch (InfrastructureException e) {
      // None on the class path.
      return Optional.empty();
    }
  }

  private static TopologySource instance(String name) {
    Class<?> type =
        Stream.of(name, "dev.subflow.topology." + name)
            .flatMap(candidate -> load(candidate).stream())
            .findFirst()
            .or(() -> ofScenarios(name))
            .orElseThrow(
                () ->
                    new UsageException(
                        "no topology is called \""
                            + name
                            + "\"; there are "
                            + String.join(", ", PRESETS.keySet())
                            + ", and any class that implements TopologySource"));
    if (!TopologySource.class.isAssignableFrom(type)) {
      throw new UsageException(type.getName() + " does not implement TopologySource");
    }
    try {
      var constructor = type.asSubclass(TopologySource.class).getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new UsageException(
          type.getName() + " cannot be made; it needs a constructor without parameters", e);
    }
  }

  private static Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
