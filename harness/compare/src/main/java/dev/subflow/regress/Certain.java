// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.List;
import java.util.Objects;

/**
 * A difference that is none of chance.
 *
 * @param difference in the first of the tests
 * @param from name of the first kernel
 * @param to names of those that behave in another way
 * @param tests all that show it
 */
record Certain(Difference difference, String from, List<String> to, List<String> tests) {
  Certain {
    Objects.requireNonNull(difference, "difference");
    Objects.requireNonNull(from, "from");
    to = List.copyOf(to);
    tests = List.copyOf(tests);
  }

  String words() {
    return difference.words();
  }
}
