// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.UsageException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An allocation that is to fail during a test: one that MPTCP asks for, by its number.
 *
 * @param host whose kernel has it fail
 * @param nth its number, from 1, since the test began
 */
public record FailNth(String host, int nth) {
  private static final Pattern TEXT = Pattern.compile("([^:]{1,255}):(\\d{1,9})");

  public FailNth {
    Objects.requireNonNull(host, "host");
    if (nth < 1) {
      throw new UsageException("allocations are numbered from 1, not " + nth);
    }
  }

  /**
   * Reads what {@link #text} writes.
   *
   * @throws UsageException for another text
   */
  public static FailNth parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new UsageException("\"" + text + "\" names no allocation; HOST:N does");
    }
    return new FailNth(m.group(1), Integer.parseInt(m.group(2)));
  }

  /** Such as {@code client:5}. */
  public String text() {
    return host + ":" + nth;
  }
}
