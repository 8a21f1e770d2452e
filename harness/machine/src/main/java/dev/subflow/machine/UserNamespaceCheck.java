// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a user without root can build root images: in a user namespace with a range of ids. */
final class UserNamespaceCheck {
  private static final String NAME = "user namespaces";

  private UserNamespaceCheck() {}

  static Check run(Tools tools) {
    if (tools.isRoot()) {
      return Check.ok(NAME, "not needed by root");
    }
    if (Program.of("unshare", "--user", "--map-root-user", "true").ask().isEmpty()) {
      return Check.limited(
          NAME,
          "this user may not make one",
          "Building images needs them (sysctl kernel.unprivileged_userns_clone=1 or"
              + " kernel.apparmor_restrict_unprivileged_userns=0), or let root run the set-up.");
    }
    String user = System.getProperty("user.name");
    if (!hasRange("/etc/subuid", user) || !hasRange("/etc/subgid", user)) {
      return Check.limited(
          NAME,
          user + " has no range of subordinate ids in /etc/subuid and /etc/subgid",
          "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + user);
    }
    return Check.ok(NAME, "this user may make them");
  }

  private static boolean hasRange(String file, String user) {
    // tester:100000:65536
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.anyMatch(line -> line.startsWith(user + ":"));
    } catch (IOException e) {
      return false;
    }
  }
}
