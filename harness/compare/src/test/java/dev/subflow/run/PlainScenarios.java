// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.guest.Guest;
import dev.subflow.junit.OnKernel;
import dev.subflow.junit.OnKernels;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.UsesTopology;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.TwoPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;

/** Scenarios that need no guest, and how the tests of this package find and run them. */
final class PlainScenarios {
  private PlainScenarios() {}

  static final AtomicInteger RUNS = new AtomicInteger();

  @Tag("scenario")
  @Tag("slow")
  @Rfc8684("3.2")
  @UsesTopology(TwoPaths.class)
  static class Join {
    @Test
    @Tag("quick")
    void passes() {}

    /** Fails each second time that it runs. */
    @Test
    @Rfc8684({"3.7", "3.8"})
    void fails() {
      if (RUNS.incrementAndGet() % 2 == 0) {
        throw new AssertionError("expected a subflow");
      }
    }

    @Test
    @OnKernel("debian:6.1")
    void pinned() {}

    @OnKernels({"a", "b"})
    @UsesTopology(OneHost.class)
    void paired() {}

    @Nested
    class Inner {
      @Test
      void passes() {}
    }

    @Test
    void misnamed(Guest clinet, Guest server) {}
  }

  static List<Scenario> all() {
    return ScenarioCatalogue.discover(
            LauncherFactory.create(), Optional.of(PlainScenarios.class.getPackageName()))
        .stream()
        .filter(scenario -> scenario.className().contains("PlainScenarios"))
        .toList();
  }

  static Scenario named(String name) {
    return all().stream()
        .filter(scenario -> scenario.name().equals("PlainScenarios.Join." + name))
        .findFirst()
        .orElseThrow();
  }

  /** Settings of a run whose results are in a folder. */
  static RunSettings settings(Path folder) {
    return RunSettings.of(
            new LabSettings(folder, folder, "debian:stable", "guest", Optional.empty(), true))
        .into(folder);
  }
}
