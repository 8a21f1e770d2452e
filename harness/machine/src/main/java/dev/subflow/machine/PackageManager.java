// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.process.SearchPath;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The package managers whose package names {@link Tool} knows. */
enum PackageManager {
  APT("apt-get", "apt-get install -y --no-install-recommends"),
  DNF("dnf", "dnf install -y"),
  PACMAN("pacman", "pacman -S --needed --noconfirm"),
  ZYPPER("zypper", "zypper --non-interactive install");

  private final String program;
  private final String install;

  PackageManager(String program, String install) {
    this.program = program;
    this.install = install;
  }

  String program() {
    return program;
  }

  /** The package manager of this machine, empty on a distribution that is not known. */
  static Optional<PackageManager> find(SearchPath path) {
    return List.of(values()).stream()
        .filter(manager -> path.find(manager.program).isPresent())
        .findFirst();
  }

  /** The one line that installs {@code tools}; empty where no package has them. */
  Optional<String> line(Collection<Tool> tools, boolean root) {
    List<String> packages = packages(tools);
    return packages.isEmpty()
        ? Optional.empty()
        : Optional.of((root ? "" : "sudo ") + install + " " + String.join(" ", packages));
  }

  List<String> packages(Collection<Tool> tools) {
    return tools.stream().flatMap(tool -> tool.packageName(this).stream()).distinct().toList();
  }
}
