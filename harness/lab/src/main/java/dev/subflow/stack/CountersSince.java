// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.mptcp.Counters;

/** The counters of a host since a point in time. Thread-safe. */
public final class CountersSince {
  private final MptcpHost host;
  private final Counters before;

  CountersSince(MptcpHost host) {
    this.host = host;
    this.before = host.counters();
  }

  /** Changes of the counters until now. */
  public Counters change() {
    return host.counters().delta(before);
  }
}
