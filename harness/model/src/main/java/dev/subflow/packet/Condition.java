// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Condition that must hold, and how it is said. */
record Condition<T>(String text, Predicate<T> test) {
  static <T> boolean all(List<Condition<T>> conditions, T subject) {
    // Asked of every frame on a wire, where a stream would cost more than the question.
    for (Condition<T> condition : conditions) {
      if (!condition.test.test(subject)) {
        return false;
      }
    }
    return true;
  }

  static <T> List<Condition<T>> append(List<Condition<T>> conditions, Condition<T> another) {
    List<Condition<T>> longer = new ArrayList<>(conditions);
    longer.add(another);
    return List.copyOf(longer);
  }
}
