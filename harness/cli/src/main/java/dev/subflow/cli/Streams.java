// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Streams that the command line talks to; tests give their own.
 *
 * @param in standard input
 * @param out results
 * @param err progress and messages
 * @param inIsTerminal whether somebody types
 * @param outIsTerminal whether somebody reads {@code out} as it comes
 * @param errIsTerminal likewise of {@code err}
 * @param environment variables such as {@code NO_COLOR}
 */
record Streams(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Map<String, String> environment) {
  Streams {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    environment = Map.copyOf(environment);
  }

  /** Streams of this process. */
  static Streams ofProcess() {
    return new Streams(
        System.in,
        System.out,
        System.err,
        isTerminal(0),
        isTerminal(1),
        isTerminal(2),
        System.getenv());
  }

  /**
   * Whether a file descriptor of this process is a terminal; System.console() knows only of all.
   */
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  /** Colours for {@code out}: on a terminal that has them, unless {@code NO_COLOR} is set. */
  Style outStyle() {
    return new Style(outIsTerminal && wantsColour());
  }

  /** Colours for {@code err}, likewise. */
  Style errStyle() {
    return new Style(errIsTerminal && wantsColour());
  }

  private boolean wantsColour() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }
}
