// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a running kernel has the code of {@code net/mptcp}: the linker puts it in one piece.
 *
 * @param start address of its first function
 * @param end address behind its last one; some of the next file's functions may be before it
 */
record MptcpText(long start, long end) {
  // ffffffff9fd5a3c0 t mptcp_sendmsg      and, of a module: ... t f	[mptcp_diag]
  private static final Pattern SYMBOL = Pattern.compile("([0-9a-f]{1,16}) [tT] (\\S{1,512})");
  private static final String ONE_OF_IT = "mptcp_sendmsg";

  /** Functions whose names do not say that they are of it lie between those that do. */
  private static final long WIDEST_GAP = 0x4000;

  private static final long LONGEST_FUNCTION = 0x1000;

  /** The pattern of grep that picks lines of {@code /proc/kallsyms} to parse. */
  static final String NAMES = " [tT] .*(mptcp|subflow)";

  /** Reads lines of {@code /proc/kallsyms}; empty where they do not show it. */
  static Optional<MptcpText> parse(String kallsyms) {
    List<Long> addresses = new ArrayList<>();
    long known = 0;
    for (String line : kallsyms.lines().toList()) {
      Matcher symbol = SYMBOL.matcher(line);
      if (symbol.matches()) {
        long address = Long.parseUnsignedLong(symbol.group(1), 16);
        addresses.add(address);
        known = symbol.group(2).equals(ONE_OF_IT) ? address : known;
      }
    }
    // All addresses are 0 for those who may not see them.
    return known == 0 ? Optional.empty() : Optional.of(around(known, addresses));
  }

  private static MptcpText around(long known, List<Long> addresses) {
    List<Long> sorted = addresses.stream().sorted(Long::compareUnsigned).toList();
    int first = sorted.indexOf(known);
    int last = first;
    while (first > 0 && sorted.get(first) - sorted.get(first - 1) <= WIDEST_GAP) {
      first--;
    }
    while (last + 1 < sorted.size() && sorted.get(last + 1) - sorted.get(last) <= WIDEST_GAP) {
      last++;
    }
    return new MptcpText(sorted.get(first), sorted.get(last) + LONGEST_FUNCTION);
  }
}
