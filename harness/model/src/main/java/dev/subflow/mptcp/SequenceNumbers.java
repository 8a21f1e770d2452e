// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes the sequence numbers of one {@code ss} run decimal.
 *
 * <p>iproute2 before 6.5 (MPTCP sockets) and 6.14 (subflows) prints them in hexadecimal without
 * saying so. The numbers start at random 64-bit values, so a letter among them or a length that
 * hexadecimal can't have settles it for the whole output.
 */
final class SequenceNumbers {
  static final Set<String> OF_SOCKETS = Set.of("write_seq", "snd_una", "rcv_nxt");
  static final Set<String> OF_SUBFLOWS = Set.of("seq", "sfseq", "ssnoff", "maplen");

  private static final Pattern HEX = Pattern.compile("(?=.*[a-f])[0-9a-f]{1,16}");

  private SequenceNumbers() {}

  /** The lines with their sequence numbers in decimal; what is no number stays as it is. */
  static List<Fields> inDecimal(List<Fields> lines, Set<String> names) {
    boolean hex =
        lines.stream()
            .map(Fields::all)
            .flatMap(Collection::stream)
            .anyMatch(f -> names.contains(f.name()) && HEX.matcher(f.value()).matches());
    if (!hex) {
      return lines;
    }
    return lines.stream()
        .map(l -> new Fields(l.all().stream().map(f -> decimal(f, names)).toList()))
        .toList();
  }

  private static Field decimal(Field field, Set<String> names) {
    if (!names.contains(field.name()) || !field.value().matches("[0-9a-f]{1,16}")) {
      return field;
    }
    long value = Long.parseUnsignedLong(field.value(), 16);
    return new Field(field.name(), Long.toUnsignedString(value));
  }
}
