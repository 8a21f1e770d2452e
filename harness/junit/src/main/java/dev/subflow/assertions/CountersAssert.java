// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.Counters;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Assertions on counters; names may be given without their {@code MPTcpExt}. */
public final class CountersAssert extends ModelAssert<CountersAssert, Counters> {
  CountersAssert(@Nullable Counters actual) {
    super(actual, CountersAssert.class);
  }

  /** Only what is not zero: a kernel has hundreds of counters. */
  @Override
  String raw() {
    StringBuilder text = new StringBuilder();
    model()
        .values()
        .forEach(
            (name, value) -> {
              if (value != 0) {
                text.append(name).append(' ').append(Long.toUnsignedString(value)).append('\n');
              }
            });
    return text.isEmpty() ? "(all counters are 0)" : text.toString();
  }

  /** A counter has a value. */
  public CountersAssert has(String name, long value) {
    check("counter " + name, Long.toUnsignedString(value), Long.toUnsignedString(value(name)));
    return this;
  }

  /** A counter has a value, unless this kernel is too old to have the counter. */
  public CountersAssert hasIfKnown(String name, long value) {
    return model().find(name).isEmpty() ? this : has(name, value);
  }

  /** A counter has at least a value. */
  public CountersAssert hasAtLeast(String name, long value) {
    checkAtLeast("counter " + name, value, value(name));
    return this;
  }

  /** Counters are 0. */
  public CountersAssert hasZero(String... names) {
    for (String name : names) {
      has(name, 0);
    }
    return this;
  }

  private long value(String name) {
    return model()
        .find(name)
        .orElseThrow(
            () -> {
              String key = name.toLowerCase(Locale.ROOT).replace("mptcpext", "");
              List<String> similar =
                  model().values().keySet().stream()
                      .filter(n -> n.toLowerCase(Locale.ROOT).contains(key))
                      .toList();
              return failure("this kernel has no counter " + name + list("similar names", similar));
            });
  }
}
