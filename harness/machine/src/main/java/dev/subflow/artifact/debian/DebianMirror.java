// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the Debian mirror to use: {@value #VARIABLE}, else the one this machine's own apt uses if
 * it is a Debian, else the default of the installed mmdebstrap.
 */
public final class DebianMirror {
  public static final String VARIABLE = "SUBFLOW_DEBIAN_MIRROR";

  // sample: my $mirror    = 'http://host/debian';
  private static final Pattern MMDEBSTRAP_DEFAULT =
      Pattern.compile("my \\$mirror\\s*=\\s*'([a-z]+://[^']+)'");
  // sample: deb [arch=amd64 signed-by=/x.gpg] http://host/debian bookworm main contrib
  private static final Pattern ONE_LINE =
      Pattern.compile("deb\\s+(?:\\[[^]]*]\\s+)?(\\S+)\\s+(\\S+)\\s+(.*)");
  private static final Pattern SUITE =
      Pattern.compile("(bookworm|trixie|forky|duke|stable|testing|sid|unstable)");

  private final Map<String, String> environment;
  private final Path root;

  DebianMirror(Map<String, String> environment, Path root) {
    this.environment = environment;
    this.root = root;
  }

  public static DebianMirror ofMachine() {
    return new DebianMirror(System.getenv(), Path.of("/"));
  }

  /** The address that {@code dists/} and {@code pool/} lie under, without a final slash. */
  public String address() throws IOException {
    String chosen = environment.getOrDefault(VARIABLE, "").strip();
    if (!chosen.isEmpty()) {
      return checked(chosen);
    }
    Optional<String> own = isDebian() ? ownSource() : Optional.empty();
    Optional<String> found = own.isPresent() ? own : mmdebstrapDefault();
    return found
        .map(DebianMirror::withoutSlash)
        .orElseThrow(
            () ->
                new UsageException(
                    "No Debian mirror known: this machine's apt sources name none, and mmdebstrap"
                        + " isn't installed. Run \"subflow setup\", or set "
                        + VARIABLE
                        + " to the address of a mirror."));
  }

  private static String checked(String address) {
    if (!address.matches("(https?|file|copy|ftp|tor\\+https?)://?\\S+")) {
      throw new UsageException(
          VARIABLE
              + "=\""
              + address
              + "\" is not the address of a mirror: expected something like"
              + " http://HOST/debian or file:///path, the folder that holds dists/ and pool/.");
    }
    return withoutSlash(address);
  }

  private static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  private boolean isDebian() throws IOException {
    Path release = root.resolve("etc/os-release");
    return Files.isReadable(release)
        && Files.readString(release).lines().anyMatch(line -> line.matches("ID=\"?debian\"?"));
  }

  private Optional<String> ownSource() throws IOException {
    List<Path> files = new ArrayList<>(List.of(root.resolve("etc/apt/sources.list")));
    files.addAll(Folders.children(root.resolve("etc/apt/sources.list.d")));
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        continue;
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String name = file.toString();
      Optional<String> found =
          name.endsWith(".sources")
              ? deb822(text)
              : name.endsWith(".list") ? oneLine(text) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  static Optional<String> oneLine(String sourcesList) {
    return sourcesList
        .lines()
        .map(line -> ONE_LINE.matcher(line.strip()))
        .filter(Matcher::matches)
        .filter(line -> SUITE.matcher(line.group(2)).matches() && hasMain(line.group(3)))
        .map(line -> line.group(1))
        .filter(DebianMirror::isUsable)
        .findFirst();
  }

  static Optional<String> deb822(String sources) {
    return AptOutput.stanzas(sources).stream()
        .filter(stanza -> !stanza.getOrDefault("Enabled", "yes").equalsIgnoreCase("no"))
        .filter(stanza -> words(stanza, "Types").contains("deb"))
        .filter(stanza -> words(stanza, "Suites").stream().anyMatch(SUITE.asMatchPredicate()))
        .filter(stanza -> hasMain(stanza.getOrDefault("Components", "")))
        .flatMap(stanza -> words(stanza, "URIs").stream())
        .filter(DebianMirror::isUsable)
        .findFirst();
  }

  /** Only addresses that lead to the whole archive; a CD or a mirror list is no such thing. */
  private static boolean isUsable(String address) {
    return address.matches("(https?|file|copy|ftp|tor\\+https?):.*");
  }

  private static boolean hasMain(String components) {
    return List.of(components.split("\\s+")).contains("main");
  }

  private static List<String> words(Map<String, String> stanza, String field) {
    return List.of(stanza.getOrDefault(field, "").strip().split("\\s+"));
  }

  private Optional<String> mmdebstrapDefault() throws IOException {
    Path script = root.resolve("usr/bin/mmdebstrap");
    if (!Files.isReadable(script)) {
      return Optional.empty();
    }
    Matcher matcher =
        MMDEBSTRAP_DEFAULT.matcher(Files.readString(script, StandardCharsets.ISO_8859_1));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
