// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks how wide the terminal is. */
final class TerminalWidth {
  private static final int USUAL = 80;

  private TerminalWidth() {}

  /** Columns of the controlling terminal; 80 where it does not tell. */
  static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .strip()
              .split(" ", -1);
      if (stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2) {
        int columns = Integer.parseInt(size[1]);
        return columns > 0 ? columns : USUAL;
      }
    } catch (IOException | NumberFormatException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL;
  }
}
