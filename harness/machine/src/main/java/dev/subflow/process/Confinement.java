// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walls around a program of this machine that reads what strangers made: bubblewrap gives it this
 * machine's programs read-only, nobody's home, no other process, no network and no capability.
 *
 * <p>What runs for a tree has stronger ones, and none of this machine's programs: the toolbox.
 */
final class Confinement {
  private static final Logger log = LoggerFactory.getLogger(Confinement.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Folders whose content is nobody's business, or which others write to. */
  private static final List<String> HIDDEN =
      List.of("/home", "/media", "/mnt", "/root", "/run", "/srv", "/sys", "/tmp", "/var/tmp");

  private Confinement() {}

  /** Whether this machine allows it; looked at once. */
  private static final class Here {
    static final boolean WORKS = works();

    private static boolean works() {
      try {
        var unused = Program.of(around(List.of("true"), List.of())).limit(PATIENCE).output();
        return true;
      } catch (IOException e) {
        log.warn(
            "modules of kernels are read without walls around depmod, as bubblewrap does not work"
                + " here: {}",
            e.getMessage());
        return false;
      }
    }
  }

  /** The command line within walls, where this machine allows them. */
  static List<String> wherePossible(List<String> argv, List<Path> writable) {
    return Here.WORKS ? around(argv, writable) : argv;
  }

  private static List<String> around(List<String> argv, List<Path> writable) {
    List<String> line = new ArrayList<>(List.of("bwrap", "--unshare-all", "--cap-drop", "ALL"));
    line.addAll(List.of("--die-with-parent", "--new-session", "--ro-bind", "/", "/"));
    line.addAll(List.of("--dev", "/dev", "--proc", "/proc"));
    HIDDEN.stream()
        .filter(folder -> Path.of(folder).toFile().isDirectory())
        .forEach(folder -> line.addAll(List.of("--tmpfs", folder)));
    for (Path folder : writable) {
      line.addAll(List.of("--bind", folder.toString(), folder.toString()));
    }
    line.addAll(List.of("--chdir", "/", "--"));
    line.addAll(argv);
    return line;
  }
}
