// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds names by their begin or their end, whatever the blanks and the case. */
final class NameIndex {
  private final List<Entry> byBegin;
  private final List<Entry> byEnd;

  /** For each entry by its begin, the place of the longest other one that it begins with, or -1. */
  private final int[] shorter;

  private record Entry(String key, String name) {}

  NameIndex(Collection<String> names) {
    this.byBegin = sorted(names, key -> key);
    this.byEnd = sorted(names, NameIndex::reversed);
    this.shorter = new int[byBegin.size()];
    Deque<Integer> begins = new ArrayDeque<>();
    for (int i = 0; i < shorter.length; i++) {
      String key = byBegin.get(i).key();
      while (!begins.isEmpty() && !key.startsWith(byBegin.get(begins.element()).key())) {
        begins.pop();
      }
      shorter[i] = begins.isEmpty() ? -1 : begins.element();
      begins.push(i);
    }
  }

  private static List<Entry> sorted(Collection<String> names, UnaryOperator<String> key) {
    return names.stream()
        .map(name -> new Entry(key.apply(squeezed(name)), name))
        .filter(entry -> !entry.key().isEmpty())
        .sorted(Comparator.comparing(Entry::key))
        .toList();
  }

  /** The name that ends with a text, unless several do. */
  Optional<String> onlyOneWithEnd(String text) {
    String key = reversed(squeezed(text));
    int at = notBefore(byEnd, key);
    return endsAt(at, key) && !endsAt(at + 1, key)
        ? Optional.of(byEnd.get(at).name())
        : Optional.empty();
  }

  private boolean endsAt(int at, String key) {
    return at < byEnd.size() && byEnd.get(at).key().startsWith(key);
  }

  /** The longest name that a text begins with. */
  Optional<String> longestBeginOf(String text) {
    String key = squeezed(text);
    // Of sorted names, all that it begins with are begins of the last one before it.
    int at = notBefore(byBegin, key + '\0') - 1;
    while (at >= 0 && !key.startsWith(byBegin.get(at).key())) {
      at = shorter[at];
    }
    return at < 0 ? Optional.empty() : Optional.of(byBegin.get(at).name());
  }

  /** The first place whose key is that one or comes after it. */
  private static int notBefore(List<Entry> entries, String key) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).key().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s++", "").toLowerCase(Locale.ROOT);
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
