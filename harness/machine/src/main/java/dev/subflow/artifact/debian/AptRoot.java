// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A private apt for one suite: lists and cache of its own, signatures checked by apt as ever, no
 * privileges needed, and nothing of the machine's own apt read but how it reaches the network.
 *
 * <p>Not thread-safe; the caller holds a lock.
 */
public final class AptRoot {
  static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  private static final Duration UPDATE_LIMIT = Duration.ofMinutes(3);
  private static final Duration QUERY_LIMIT = Duration.ofMinutes(1);

  // sample: Acquire::http::Proxy "http://proxy:3128";
  private static final Pattern NETWORK_SETTING =
      Pattern.compile(
          "Acquire::(https?|ftp|tor|Check-Valid-Until|Check-Date|Max-ValidTime)\\b.* \".*\";");

  private final Path folder;
  private final String mirror;
  private final String suite;

  AptRoot(Path folder, String mirror, String suite) {
    this.folder = folder;
    this.mirror = mirror;
    this.suite = suite;
  }

  /** A line of sources.list, for this architecture and signed by Debian. */
  public static String source(String mirror, String suite) {
    if (!Files.isReadable(KEYRING)) {
      throw new UsageException(
          "Debian's archive keys are missing ("
              + KEYRING
              + ", package debian-archive-keyring). Run \"subflow setup\".");
    }
    return "deb [arch=amd64 signed-by=" + KEYRING + "] " + mirror + " " + suite + " main";
  }

  /** Settings that make a private apt behave: bounded patience, and the machine's own proxies. */
  public static String networkSettings() throws IOException {
    String own =
        Program.of("apt-config", "dump")
            .limit(QUERY_LIMIT)
            .output()
            .lines()
            .filter(line -> NETWORK_SETTING.matcher(line).matches())
            .collect(Collectors.joining("\n"));
    return own
        + """

        Acquire::Retries "1";
        Acquire::http::Timeout "10";
        Acquire::https::Timeout "10";
        Acquire::Languages "none";
        APT::Update::Error-Mode "any";
        """;
  }

  /** Fetches the package lists anew. */
  void update() throws IOException {
    configure();
    // One attempt: whoever is offline wants to know, and the next run tries again.
    apt(List.of("apt-get", "-q", "-o", "Acquire::Retries=0", "update"), UPDATE_LIMIT).output();
  }

  /** Names of the packages whose names match. */
  List<String> search(String regex) throws IOException {
    return apt(List.of("apt-cache", "search", "--names-only", regex), QUERY_LIMIT)
        .output()
        .lines()
        .map(line -> line.replaceFirst(" - .*", ""))
        .toList();
  }

  /** Newest version of each package, as the fields of its stanza. */
  List<Map<String, String>> show(List<String> names) throws IOException {
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> command = new ArrayList<>(List.of("apt-cache", "show", "--no-all-versions"));
    command.addAll(names);
    return AptOutput.stanzas(apt(command, QUERY_LIMIT).output());
  }

  /** Downloads packages into a folder; apt has checked their hashes. */
  void download(List<DebianPackage> packages, Path into, Path log) throws IOException {
    configure();
    List<String> command = new ArrayList<>(List.of("apt-get", "-q", "download"));
    packages.forEach(wanted -> command.add(wanted.toString()));
    apt(command, Duration.ofMinutes(30)).in(into).run(log);
  }

  private Program apt(List<String> command, Duration limit) {
    return Program.of(command)
        .with("APT_CONFIG", folder.resolve("apt.conf").toString())
        .limit(limit);
  }

  private void configure() throws IOException {
    Files.createDirectories(folder.resolve("state/lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Files.writeString(folder.resolve("sources.list"), source(mirror, suite) + "\n");
    // The folder is private to this user, so apt must not drop to its sandbox user within.
    String settings =
        """
        Dir::State "%1$s/state";
        Dir::State::status "/dev/null";
        Dir::Cache "%1$s/cache";
        Dir::Etc::SourceList "%1$s/sources.list";
        Dir::Etc::SourceParts "/dev/null";
        Dir::Etc::Parts "/dev/null";
        Dir::Etc::Main "/dev/null";
        Dir::Etc::Preferences "/dev/null";
        Dir::Etc::PreferencesParts "/dev/null";
        APT::Architecture "amd64";
        APT::Architectures { "amd64"; };
        APT::Sandbox::User "";
        """
            .formatted(folder);
    Files.writeString(folder.resolve("apt.conf"), settings + networkSettings());
  }
}
