// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prebuilt kernel of a suite.
 *
 * @param release what {@code uname -r} says in it
 * @param version of its package
 * @param packages all that hold a part of it: image, modules, config
 */
record DebianKernel(String release, String version, List<DebianPackage> packages) {
  private static final Pattern PART = Pattern.compile("\\d+|\\D+");

  DebianKernel {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(version, "version");
    packages = List.copyOf(packages);
  }

  /** Whether a version as a user types it means this one: {@code 6.1} is not {@code 6.12}. */
  boolean answersTo(String prefix) {
    return startsWith(release, prefix) || startsWith(version, prefix);
  }

  private static boolean startsWith(String text, String prefix) {
    return text.startsWith(prefix)
        && (text.length() == prefix.length() || !Character.isDigit(text.charAt(prefix.length())));
  }

  /** Orders versions as people read them: numbers by value, a {@code ~} before all else. */
  static int compareVersions(String a, String b) {
    Matcher left = PART.matcher(a);
    Matcher right = PART.matcher(b);
    while (true) {
      boolean more = left.find();
      if (!right.find()) {
        return more ? (left.group().startsWith("~") ? -1 : 1) : 0;
      }
      if (!more) {
        return right.group().startsWith("~") ? 1 : -1;
      }
      int order = comparePart(left.group(), right.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int comparePart(String a, String b) {
    if (Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0))) {
      return new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b));
    }
    return a.replace('~', '\0').compareTo(b.replace('~', '\0'));
  }
}
