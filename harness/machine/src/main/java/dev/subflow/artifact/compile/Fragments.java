// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.cache.Digests;
import dev.subflow.cache.Folders;
import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fragments that a configuration is merged from.
 *
 * @param texts in order
 */
record Fragments(List<Text> texts) {
  private static final String ENDING = ".config";
  // CONFIG_MPTCP=y     # CONFIG_VT is not set
  private static final Pattern OPTION =
      Pattern.compile("CONFIG_(\\w+)=(.*)|# CONFIG_(\\w+) is not set");

  Fragments {
    texts = List.copyOf(texts);
  }

  /**
   * One fragment.
   *
   * @param ours whether it comes with the project, and so is meant for kernels of any age
   */
  record Text(String name, String text, boolean ours) {}

  /**
   * One option as it was asked for.
   *
   * @param value as written; {@code n} for one that is to be off
   * @param fragment where it was asked for last
   */
  record Wanted(String value, Text fragment) {}

  /**
   * Finds fragments by name or path.
   *
   * @param folder those of the project
   */
  static Fragments read(Path folder, List<String> names, List<String> extra) {
    List<Text> texts = new ArrayList<>();
    for (String name : names) {
      boolean ours = name.matches("[a-z0-9-]+");
      Path file = ours ? folder.resolve(name + ENDING) : Path.of(name).toAbsolutePath().normalize();
      try {
        if (!Files.isRegularFile(file)) {
          throw unknown(name, ours, folder);
        }
        texts.add(new Text(name, checked(file, Files.readString(file)), ours));
      } catch (IOException e) {
        throw new UsageException("The configuration fragment " + file + " can't be read: " + e, e);
      }
    }
    if (!extra.isEmpty()) {
      texts.add(new Text("extra", KconfigArguments.fragment(extra), false));
    }
    return new Fragments(texts);
  }

  private static UsageException unknown(String name, boolean ours, Path folder) throws IOException {
    List<String> known =
        Folders.children(folder).stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(file -> file.endsWith(ENDING))
            .map(file -> file.substring(0, file.length() - ENDING.length()))
            .toList();
    return new UsageException(
        "Unknown configuration fragment \""
            + name
            + "\""
            + (ours
                ? ": there is "
                    + String.join(", ", NearestNames.of(name, known, known.size()))
                    + ". A file of your own is named by its path, such as ./my.config."
                : ": there is no such file."));
  }

  /** Kconfig takes what it does not understand for a remark. */
  private static String checked(Path file, String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#") && !OPTION.matcher(line).matches()) {
        throw new UsageException(
            file
                + ":"
                + number
                + ": \""
                + line
                + "\" is no option. Expected CONFIG_X=value, \"# CONFIG_X is not set\" or a remark.");
      }
    }
    return text;
  }

  /** Options that are asked for in the end, by name without {@code CONFIG_}. */
  Map<String, Wanted> wanted() {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    for (Text fragment : texts) {
      for (String line : fragment.text().lines().toList()) {
        Matcher option = OPTION.matcher(line);
        if (option.matches()) {
          String on = option.group(1);
          String value = Optional.ofNullable(option.group(2)).orElse("n").strip();
          wanted.put(on == null ? option.group(3) : on, new Wanted(value, fragment));
        }
      }
    }
    return wanted;
  }

  boolean wants(String option) {
    return Optional.ofNullable(wanted().get(option)).filter(w -> w.value().equals("y")).isPresent();
  }

  /** Names what would make another configuration of the same tree. */
  String id() {
    StringBuilder all = new StringBuilder();
    wanted().forEach((name, w) -> all.append(name).append('=').append(w.value()).append('\n'));
    return Digests.of(all.toString());
  }

  /** The names, for messages. */
  String names() {
    return String.join(",", texts.stream().map(Text::name).toList());
  }

  Set<String> nameSet() {
    return texts.stream().map(Text::name).collect(Collectors.toUnmodifiableSet());
  }
}
