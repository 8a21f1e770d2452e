// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

final class VerbosityTest {
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.subflow");
  private final Level level = log.getEffectiveLevel();

  @AfterEach
  void logAsBefore() {
    log.setLevel(level);
  }

  private static Verbosity parsed(String... arguments) {
    Verbosity verbosity = new Verbosity();
    new CommandLine(verbosity).parseArgs(arguments);
    return verbosity;
  }

  @Test
  void detailsAreLoggedOnlyWhereTheyAreAskedFor() {
    log.setLevel(Level.WARN);

    assertThat(parsed().isVerbose()).isFalse();
    assertThat(log.getLevel()).isEqualTo(Level.WARN);
    assertThat(parsed("-v").isVerbose()).isTrue();
    assertThat(log.getLevel()).isEqualTo(Level.DEBUG);
  }
}
