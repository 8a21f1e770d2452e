// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.process.Program;
import dev.subflow.process.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the package mirror answers, asked with apt's own sources, proxies and credentials. */
final class PackageNetwork {
  private static final String NAME = "package network";
  private static final String HELPER = "/usr/lib/apt/apt-helper";
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  // 'http://mirror/debian/dists/bookworm/InRelease' mirror_debian_dists_bookworm_InRelease 0
  private static final Pattern RELEASE = Pattern.compile("'([^']+/InRelease)'");

  private PackageNetwork() {}

  static Check check() {
    Optional<String> release =
        Program.of("apt-get", "update", "--print-uris")
            .ask()
            .map(RELEASE::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1));
    if (release.isEmpty() || !Files.isExecutable(Path.of(HELPER))) {
      return Check.limited(
          NAME, "not examined: apt names no mirror", "The first build of an image will tell.");
    }
    return answers(release.get())
        ? Check.ok(NAME, "the package mirror answers")
        : Check.limited(
            NAME,
            release.get() + " does not answer within " + PATIENCE.toSeconds() + " s",
            "Images and kernels that are cached still run; others need the network or a proxy.");
  }

  private static boolean answers(String uri) {
    // The session's directory goes whatever ends this JVM.
    try (Session session = Session.open()) {
      String seconds = String.valueOf(PATIENCE.toSeconds() / 2);
      List<String> argv =
          List.of(
              HELPER,
              "-o",
              "Acquire::Retries=0",
              "-o",
              "Acquire::http::Timeout=" + seconds,
              "-o",
              "Acquire::https::Timeout=" + seconds,
              "download-file",
              uri,
              session.directory().resolve("answer").toString());
      return Program.of(argv).ask(PATIENCE).isPresent();
    }
  }
}
