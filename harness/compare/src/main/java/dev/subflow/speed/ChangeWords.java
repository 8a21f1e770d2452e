// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import dev.subflow.measure.Quantity;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Words for how much a quantity changed. */
final class ChangeWords {
  private ChangeWords() {}

  /** The change and its interval, in the unit that suits the quantity. */
  static String of(Quantity quantity, double base, Interval change) {
    if (!quantity.isAbsolute() && base != 0) {
      return text(change, v -> percent(v / base * 100), " %");
    }
    return quantity == Quantity.STALL
        ? text(change, v -> format("%+.2f", v), " s")
        : text(change, v -> percent(v * 100), " pp");
  }

  private static String text(Interval change, DoubleFunction<String> number, String unit) {
    return number.apply(change.estimate())
        + unit
        + " ("
        + number.apply(change.lower())
        + " to "
        + number.apply(change.upper())
        + ")";
  }

  private static String percent(double value) {
    return format(Math.abs(value) < 9.95 ? "%+.1f" : "%+.0f", value);
  }

  private static String format(String format, double value) {
    // Without it -0.001 would be -0.0.
    String text = String.format(Locale.ROOT, format, value);
    return text.matches("-0(\\.0+)?") ? text.replace('-', '+') : text;
  }
}
