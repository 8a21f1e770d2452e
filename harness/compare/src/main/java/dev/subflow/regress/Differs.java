// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * DIFFERS: kernels behave differently, whether any assertion fails or not. Confirmed by repeated
 * runs, and told once, however many tests show it.
 *
 * @param words the difference as somebody who works on the network stack puts it
 * @param from name of the first kernel
 * @param to names of those that behave in another way
 * @param where the side that it follows, such as {@code with 7.3 on the server}; empty where
 *     kernels are not paired
 * @param base runs of the first that behave in its way, such as {@code 10 of 10}
 * @param changed runs of the second that behave in the way of the first, such as {@code 0 of 10}
 * @param chance the probability of such counts where the kernels do not differ
 * @param tests those that show it, the one that ran again first
 * @param with less telling differences that always come together with it
 */
public record Differs(
    String words,
    String from,
    List<String> to,
    String where,
    String base,
    String changed,
    double chance,
    List<String> tests,
    List<Differs> with) {
  public Differs {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(from, "from");
    to = List.copyOf(to);
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(changed, "changed");
    tests = List.copyOf(tests);
    with = List.copyOf(with);
  }

  /** This difference, then those that come together with it. */
  public Stream<Differs> all() {
    return Stream.concat(Stream.of(this), with.stream());
  }

  /** The first test, and how many more there are. */
  public String testNames() {
    return tests.get(0) + (tests.size() > 1 ? " and " + (tests.size() - 1) + " more" : "");
  }
}
