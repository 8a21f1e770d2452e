// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.run.ScenarioCatalogue;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.launcher.core.LauncherFactory;

/** Names of scenarios and their classes, for the completion of the shell; looked up when needed. */
final class ScenarioNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private static List<String> names() {
    try {
      return ScenarioCatalogue.discover(LauncherFactory.create(), Optional.empty()).stream()
          .flatMap(s -> Stream.of(s.simpleClassName(), s.name()))
          .distinct()
          .toList();
    } catch (InfrastructureException e) {
      // None on the class path: then there is nothing to complete.
      return List.of();
    }
  }
}
