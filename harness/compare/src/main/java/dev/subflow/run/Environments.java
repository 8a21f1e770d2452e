// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.RunSettings;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.Variant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An environment for each of several kernels, opened when first needed. What runs the guests is
 * found out with the first one, and is the same for all.
 */
final class Environments implements AutoCloseable {
  private final RunSettings settings;
  private final RunView view;
  private final Map<String, LabEnvironment> open = new LinkedHashMap<>();

  Environments(RunSettings settings, RunView view) {
    this.settings = settings;
    this.view = view;
  }

  LabEnvironment of(Variant variant) {
    return open.computeIfAbsent(
        variant.name(), name -> LabEnvironment.open(settings(variant).lab(), view::working));
  }

  /** Settings of a run on a kernel; what runs the guests is what runs those that are there. */
  RunSettings settings(Variant variant) {
    LabSettings like = settings.lab();
    return settings.with(
        new LabSettings(
            like.home(),
            like.cache(),
            variant.kernel(),
            like.image(),
            open.values().stream()
                .findFirst()
                .map(LabEnvironment::accelerator)
                .or(like::accelerator),
            like.qemu(),
            like.vcpus(),
            like.templates()));
  }

  @Override
  public void close() {
    Deque<LabEnvironment> newestFirst = new ArrayDeque<>();
    open.values().forEach(newestFirst::push);
    newestFirst.forEach(LabEnvironment::close);
    open.clear();
  }
}
