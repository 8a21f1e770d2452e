// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Objects;

/**
 * The difference in behaviour that a bisection goes by.
 *
 * @param key of the results that show it: a test, or an invocation of it
 * @param words the difference as somebody who works on the network stack puts it
 * @param ways the part that tells good from bad: the good end's way and the bad end's
 */
public record Sought(String key, String words, TwoWays ways) {
  public Sought {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(ways, "ways");
  }
}
