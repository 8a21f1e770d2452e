// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.time.Duration;
import java.util.Objects;

/**
 * The TCP sockets of a host at some moment between two points in time.
 *
 * @param began when the host was asked, since the first sample's beginning
 * @param ended when it had answered
 * @param subflows what it answered
 */
public record SubflowSample(Duration began, Duration ended, SubflowTable subflows) {
  public SubflowSample {
    Objects.requireNonNull(began, "began");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(subflows, "subflows");
  }
}
