// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.kselftest.ScriptLog.Section;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which subtest a title is about: in the block of results it has a name that may be longer, such as
 * {@code loopback v4: ns1 TCP -> ns1 (10.0.1.1:10002) MPTCP} for {@code ns1 TCP -> ns1
 * (10.0.1.1:10002 ) MPTCP}. Used by one thread.
 */
final class Titles {
  private final List<Section> sections;
  private final Set<String> names;
  private final int count;
  private final Map<String, Section> byTitle = new HashMap<>();
  private @Nullable Map<String, Section> byName;
  private @Nullable NameIndex index;

  Titles(List<Section> sections, List<String> names) {
    this.sections = List.copyOf(sections);
    this.names = new HashSet<>(names);
    this.count = names.size();
    sections.forEach(section -> byTitle.putIfAbsent(section.title(), section));
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
    NameIndex known = index == null ? new NameIndex(names) : index;
    index = known;
    // What a check prints without a line of its own stands behind the title.
    return known.onlyOneWithEnd(title).or(() -> known.longestBeginOf(title)).orElse(title);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** Lines that were said about a subtest. */
  List<String> said(int number, String name) {
    Optional<Section> about =
        Optional.ofNullable(byTitle.get(name))
            .or(() -> Optional.ofNullable(sectionsByName().get(name)));
    // As many titles as results, in the same order: wording tells less than the place.
    Optional<Section> there =
        about.or(
            () -> sections.size() == count ? Optional.of(sections.get(number)) : Optional.empty());
    return there.map(Section::lines).orElse(List.of());
  }

  private Map<String, Section> sectionsByName() {
    if (byName == null) {
      Map<String, Section> all = new HashMap<>();
      sections.forEach(section -> all.putIfAbsent(nameOf(section), section));
      byName = all;
    }
    return Objects.requireNonNull(byName);
  }
}
