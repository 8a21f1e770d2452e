// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of an allocation that was to fail.
 *
 * @param reached whether it was made, and so failed
 * @param report lines of the kernel's log, with the stack of each failure; a caller that asks for
 *     no warnings has none
 */
public record AllocationFailure(boolean reached, List<String> report) {
  //  mptcp_token_new_connect+0x1f/0x140      not those that the stack only may hold:  ? f+0x1/0x2
  private static final Pattern FRAME =
      Pattern.compile("\\s([\\w.]*(?:mptcp|subflow)[\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+");

  public AllocationFailure {
    report = List.copyOf(report);
  }

  /** The function of MPTCP that asked for the memory, itself or through others. */
  public Optional<String> caller() {
    return report.stream()
        .filter(line -> !line.contains("? "))
        .map(FRAME::matcher)
        .filter(Matcher::find)
        .map(frame -> frame.group(1))
        .findFirst();
  }
}
