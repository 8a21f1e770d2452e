// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells results of one name apart: the second one is {@code name #2}. */
final class Repeated {
  // fastclose test #2
  private static final Pattern COUNTED = Pattern.compile("^(.+) #(\\d{1,6})$");

  private Repeated() {}

  /** Name of the n-th result of a name. */
  static String numbered(String name, int n) {
    return n == 1 ? name : name + " #" + n;
  }

  /**
   * Name that the script gives to a result: without the counter. A name that looks counted is the
   * script's own where no other has it without.
   */
  static String plain(String name, Collection<String> all) {
    Matcher counted = COUNTED.matcher(name);
    return counted.matches() && all.contains(counted.group(1)) ? counted.group(1) : name;
  }
}
