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

/** An environment for each of several kernels, opened when first needed. */
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
                  like.accelerator(),
                  like.templates()),
              progress::detail);
        });
  }

  @Override
  public void close() {
    Deque<LabEnvironment> newestFirst = new ArrayDeque<>();
    open.values().forEach(newestFirst::push);
    newestFirst.forEach(LabEnvironment::close);
    open.clear();
  }
}
