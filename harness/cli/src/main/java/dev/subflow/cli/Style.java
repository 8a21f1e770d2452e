// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Verdict;

/**
 * Colours, where they are wanted.
 *
 * @param on whether to colour at all
 */
record Style(boolean on) {
  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("1;31", text);
  }

  String notice(String text) {
    return in("33", text);
  }

  /** A verdict in its colour, padded to the width of the longest. */
  String verdict(Verdict verdict) {
    String text = String.format("%-12s", verdict);
    return switch (verdict) {
      case PASS -> good(text);
      case SKIP, INCONCLUSIVE -> notice(text);
      case FAIL, CRASH, MISSING -> bad(text);
    };
  }

  private String in(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
