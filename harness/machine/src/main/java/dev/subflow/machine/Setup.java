// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Installs the host tools that are missing. Instant when none is: no package manager is called
 * then.
 */
public final class Setup {
  private static final int TAIL_LINES = 15;

  private final Tools tools;
  private final Privileges privileges;

  public Setup(Tools tools) {
    this(tools, Privileges.ofThisUser());
  }

  Setup(Tools tools, Privileges privileges) {
    this.tools = tools;
    this.privileges = privileges;
  }

  /**
   * Installs every required tool that is missing or too old, and {@code also}.
   *
   * @param progress is told what happens, a line at a time
   * @return the tools that were installed, often none
   * @throws UsageException if this user may not install packages, or the distribution has none that
   *     will do; the message has the line to type
   * @throws InfrastructureException if the package manager fails
   */
  public List<Tool> run(Consumer<String> progress, Tool... also) {
    Set<Tool> wanted = new LinkedHashSet<>(tools.unmet());
    for (Tool tool : also) {
      if (tools.look(tool).isEmpty()) {
        wanted.add(tool);
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    // No package mends a path that the user has set; this explains it.
    wanted.stream().filter(tools::isChosen).forEach(tools::find);
    List<Tool> missing = List.copyOf(wanted);
    String line = tools.line(missing).map(it -> "Type: " + it).orElse("Install them by hand.");
    if (privileges == Privileges.NONE
        || tools.packageManager().filter(PackageManager.APT::equals).isEmpty()) {
      throw new UsageException("missing or too old: " + names(missing) + ". " + line);
    }
    install(PackageManager.APT.packages(missing), progress, line);
    Tools now = tools.again();
    // Those that the packages did not bring, or brought too old, explain themselves.
    missing.forEach(now::find);
    return missing;
  }

  private static String names(List<Tool> missing) {
    return String.join(", ", missing.stream().map(Tool::executable).toList());
  }

  private void install(List<String> packages, Consumer<String> progress, String line) {
    progress.accept("installing " + String.join(" ", packages));
    List<String> install = new ArrayList<>(List.of("install", "--no-install-recommends"));
    install.addAll(packages);
    Deque<String> output = new ArrayDeque<>();
    // The lists are fetched only when those there are do not lead to the packages.
    if (apt(install, progress, output)
        || (apt(List.of("update"), progress, output) && apt(install, progress, output))) {
      return;
    }
    throw new InfrastructureException(
        "apt-get failed; is there a network? Its last lines:\n"
            + String.join("\n", output)
            + "\n"
            + line);
  }

  private boolean apt(List<String> arguments, Consumer<String> progress, Deque<String> output) {
    List<String> argv = new ArrayList<>();
    if (privileges == Privileges.PASSWORDLESS_SUDO) {
      argv.addAll(List.of("sudo", "-n"));
    }
    argv.addAll(List.of("env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"));
    argv.add(tools.program("apt-get"));
    argv.addAll(List.of("-y", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"));
    argv.addAll(arguments);
    try {
      return Program.of(argv)
          .attended(
              text -> {
                progress.accept(text);
                output.addLast(text);
                if (output.size() > TAIL_LINES) {
                  output.removeFirst();
                }
              })
          .succeeded();
    } catch (IOException e) {
      throw new InfrastructureException("cannot run " + argv, e);
    }
  }
}
