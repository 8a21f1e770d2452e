// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.Variant;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An environment for each of several kernels, opened when first needed. What runs the guests is
 * found out with the first one, and is the same for all.
 */
final class Environments implements AutoCloseable {
  private final GuestOptions guests;
  private final Path home;
  private final Progress progress;
  private final Map<String, LabEnvironment> open = new LinkedHashMap<>();

  Environments(GuestOptions guests, Path home, Progress progress) {
    this.guests = guests;
    this.home = home;
    this.progress = progress;
  }

  LabEnvironment of(Variant variant) {
    return open.computeIfAbsent(
        variant.name(),
        name -> {
          LabSettings like = guests.settings(home);
          return LabEnvironment.open(
              new LabSettings(
                  like.home(),
                  like.cache(),
                  variant.kernel(),
                  like.image(),
                  open.values().stream()
                      .findFirst()
                      .map(LabEnvironment::accelerator)
                      .or(like::accelerator),
                  like.templates()),
              progress::detail);
        });
  }

  /** What runs the guests, as {@code --accel} has it; auto while that is open. */
  String accelerator() {
    return open.values().stream()
        .findFirst()
        .map(LabEnvironment::acceleratorName)
        .orElse(guests.accelerator);
  }

  @Override
  public void close() {
    Deque<LabEnvironment> newestFirst = new ArrayDeque<>();
    open.values().forEach(newestFirst::push);
    newestFirst.forEach(LabEnvironment::close);
    open.clear();
  }
}
