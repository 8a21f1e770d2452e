// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dotted version number; missing parts count as 0.
 *
 * @param parts its numbers, the most significant first
 */
public record Version(List<Integer> parts) implements Comparable<Version> {
  /** Dotted numbers go first: warnings before the answer carry numbers of other kinds. */
  private static final List<Pattern> NUMBERS =
      List.of(Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})+"), Pattern.compile("\\d{1,9}"));

  public Version {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a version needs at least one number");
    }
  }

  /**
   * The version that {@code text} is.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Version of(String text) {
    return firstIn(text)
        .filter(version -> version.toString().equals(text))
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a version"));
  }

  /** The first version number in the output of a program. */
  public static Optional<Version> firstIn(String text) {
    // QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)
    return NUMBERS.stream()
        .map(number -> number.matcher(text))
        .filter(Matcher::find)
        .findFirst()
        .map(number -> parse(number.group()));
  }

  private static Version parse(String number) {
    List<Integer> parts = new ArrayList<>();
    for (String part : number.split("\\.", -1)) {
      parts.add(Integer.parseInt(part));
    }
    return new Version(parts);
  }

  public boolean isAtLeast(Version other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = Integer.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Versions are equal when none is older: 7.2 is 7.2.0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    int significant = parts.size();
    while (significant > 0 && parts.get(significant - 1) == 0) {
      significant--;
    }
    return parts.subList(0, significant).hashCode();
  }

  private int part(int index) {
    return index < parts.size() ? parts.get(index) : 0;
  }

  @Override
  public String toString() {
    return String.join(".", parts.stream().map(String::valueOf).toList());
  }
}
