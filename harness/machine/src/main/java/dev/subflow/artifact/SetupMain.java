// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Prepares this machine before the first guest test of a Maven build: {@code HOME KERNEL}. */
final class SetupMain {
  private SetupMain() {}

  public static void main(String[] arguments) {
    Preparation preparation =
        new Preparation(
            Path.of(arguments[0]), Cache.ofUser().root(), Optional.empty(), SetupMain::say);
    try {
      preparation.prepare(List.of(arguments[1]), "guest");
    } catch (UsageException e) {
      say(String.valueOf(e.getMessage()));
      System.exit(2);
    } catch (InfrastructureException e) {
      say(String.valueOf(e.getMessage()));
      System.exit(3);
    }
  }

  private static void say(String text) {
    if (!text.isBlank()) {
      System.err.println("subflow: " + text);
    }
  }
}
