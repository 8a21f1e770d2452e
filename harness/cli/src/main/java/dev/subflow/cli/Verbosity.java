// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code -v} of every command. */
final class Verbosity {
  private boolean verbose;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Tell what happens in detail, and where an error came from.")
  void setVerbose(boolean on) {
    verbose = on;
    if (on && LoggerFactory.getLogger("dev.subflow") instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }

  boolean isVerbose() {
    return verbose;
  }
}
