// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.UsageException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Allocations that fail one after the other, each in a run of its own.
 *
 * @param host whose kernel has them fail; empty for each host of a scenario in turn
 * @param from number of the first, from 1
 * @param to number of the last; empty for as many as the scenario makes
 */
public record FailNthRange(Optional<String> host, int from, OptionalInt to) {
  // client:3-20   client:3   client   3-   all of it may be missing
  private static final Pattern TEXT =
      Pattern.compile("(?:([A-Za-z][\\w.-]{0,62}):?)?(?:(\\d{1,6})(-(\\d{1,6})?)?)?");

  public FailNthRange {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(to, "to");
  }

  /**
   * Reads {@code [HOST:][N[-[M]]]}: only the Nth where no dash stands behind it.
   *
   * @throws UsageException for another text
   */
  public static FailNthRange parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new UsageException(
          "--fail-nth is \"" + text + "\"; it wants HOST, N, N-M or HOST:N-M, such as client:3-20");
    }
    int from = m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
    OptionalInt to = OptionalInt.empty();
    if (m.group(4) != null) {
      to = OptionalInt.of(Integer.parseInt(m.group(4)));
    } else if (m.group(2) != null && m.group(3) == null) {
      to = OptionalInt.of(from);
    }
    if (from < 1 || to.orElse(from) < from) {
      throw new UsageException(
          "--fail-nth is \"" + text + "\"; it wants numbers from 1 up, the smaller one first");
    }
    return new FailNthRange(Optional.ofNullable(m.group(1)), from, to);
  }

  boolean holds(int nth) {
    return nth >= from && nth <= to.orElse(Integer.MAX_VALUE);
  }
}
