// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import java.util.Objects;

/**
 * A rule that was broken.
 *
 * @param rule which
 * @param sender host that broke it, or its address where hosts are not known
 * @param what what it sent, with the values that differ, such as {@code REMOVE_ADDR id=3, which it
 *     never announced or used}
 * @param frame that shows it
 * @param number of the frame in the capture, from 1
 */
public record Finding(Rule rule, String sender, String what, CapturedFrame frame, int number) {
  public Finding {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(frame, "frame");
  }

  /**
   * {@code client: REMOVE_ADDR id=3, … (RFC 8684, section 3.4.2: …)}, or {@code (as configured; see
   * RFC 8684, …)}.
   */
  @Override
  public String toString() {
    return sender
        + ": "
        + what
        + (rule.level() == Rule.Level.CONFIGURED ? " (as configured; see " : " (")
        + "RFC 8684, section "
        + rule.section()
        + ": "
        + rule.words()
        + ")";
  }
}
