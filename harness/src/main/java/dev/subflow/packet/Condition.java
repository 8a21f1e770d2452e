// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What must hold, and how that is said. */
record Condition<T>(String text, Predicate<T> test) {
  static <T> boolean all(List<Condition<T>> conditions, T subject) {
    return conditions.stream().allMatch(c -> c.test.test(subject));
  }

  static <T> List<Condition<T>> append(List<Condition<T>> conditions, Condition<T> another) {
    List<Condition<T>> longer = new ArrayList<>(conditions);
    longer.add(another);
    return List.copyOf(longer);
  }
}
