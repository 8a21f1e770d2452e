// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.kselftest.ScriptLog.Section;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which subtest a title is about: in the block of results it has a name that may be longer, such as
 * {@code loopback v4: ns1 TCP -> ns1 (10.0.1.1:10002) MPTCP} for {@code ns1 TCP -> ns1
 * (10.0.1.1:10002 ) MPTCP}.
 */
record Titles(List<Section> sections, List<String> names) {
  Titles {
    sections = List.copyOf(sections);
    names = List.copyOf(names);
  }

  /** The name of the subtest that a section is about; the section's title where none is. */
  String nameOf(Section section) {
    return named(section.title());
  }

  /** The name of the subtest that a title is about; the title where none is. */
  String named(String title) {
    if (names.contains(title)) {
      return title;
    }
    List<String> longer = names.stream().filter(name -> isAbout(title, name)).toList();
    if (longer.size() == 1) {
      return longer.get(0);
    }
    // What a check prints without a line of its own stands behind the title.
    return names.stream()
        .filter(name -> squeezed(title).startsWith(squeezed(name)))
        .max(Comparator.comparingInt(String::length))
        .orElse(title);
  }

  /** Lines that were said about a subtest. */
  List<String> said(int number, String name) {
    Optional<Section> same = sections.stream().filter(s -> s.title().equals(name)).findFirst();
    Optional<Section> about =
        same.or(() -> sections.stream().filter(s -> nameOf(s).equals(name)).findFirst());
    // As many titles as results, in the same order: wording tells less than the place.
    Optional<Section> there =
        about.or(
            () ->
                sections.size() == names.size()
                    ? Optional.of(sections.get(number))
                    : Optional.empty());
    return there.map(Section::lines).orElse(List.of());
  }

  private static boolean isAbout(String title, String name) {
    return squeezed(name).endsWith(squeezed(title));
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
  }
}
