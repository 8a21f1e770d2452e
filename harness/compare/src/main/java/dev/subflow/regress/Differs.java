// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.List;
import java.util.Objects;

/**
 * DIFFERS: kernels behave differently, whether any assertion fails or not. Confirmed by repeated
 * runs, and told once, however many tests show it.
 *
 * @param words the difference as somebody who works on the network stack puts it
 * @param from name of the first kernel
 * @param to name of the second one
 * @param base runs of the first that behave in its way, such as {@code 10 of 10}
 * @param changed runs of the second that behave in the way of the first, such as {@code 0 of 10}
 * @param chance the probability of such counts where the kernels do not differ
 * @param tests those that show it, the one that ran again first
 */
public record Differs(
    String words,
    String from,
    String to,
    String base,
    String changed,
    double chance,
    List<String> tests) {
  public Differs {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(changed, "changed");
    tests = List.copyOf(tests);
  }

  /** The first test, and how many more there are. */
  public String testNames() {
    return tests.get(0) + (tests.size() > 1 ? " and " + (tests.size() - 1) + " more" : "");
  }
}
