// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.util.Set;

/** Changes of counters from the start of a test to its end, zero ones too. */
final class CounterChanges {
  private static final String MPTCP = "MPTcpExt";

  /** A number of connections that there are, not a count of what happened. */
  private static final String CURRENT = "MPTcpExtMPCurrEstab";

  /**
   * Counters of TCP that say what a connection met. Those of segments, timers and processing say
   * how much was sent, and how fast.
   */
  private static final Set<String> TCP =
      Set.of(
          "TcpActiveOpens",
          "TcpPassiveOpens",
          "TcpAttemptFails",
          "TcpEstabResets",
          "TcpCurrEstab",
          "TcpInErrs",
          "TcpOutRsts",
          "TcpInCsumErrors",
          "TcpExtSyncookiesSent",
          "TcpExtSyncookiesRecv",
          "TcpExtSyncookiesFailed",
          "TcpExtListenOverflows",
          "TcpExtListenDrops",
          "TcpExtTCPAbortOnData",
          "TcpExtTCPAbortOnClose",
          "TcpExtTCPAbortOnMemory",
          "TcpExtTCPAbortOnTimeout",
          "TcpExtTCPAbortOnLinger",
          "TcpExtTCPAbortFailed",
          "TcpExtTCPReqQFullDrop",
          "TcpExtTCPReqQFullDoCookies",
          "TcpExtTCPFastOpenActive",
          "TcpExtTCPFastOpenActiveFail",
          "TcpExtTCPFastOpenPassive",
          "TcpExtTCPFastOpenPassiveFail",
          "TcpExtTCPFastOpenCookieReqd",
          "TcpExtTCPMD5NotFound",
          "TcpExtTCPMD5Unexpected",
          "TcpExtTCPMD5Failure");

  private CounterChanges() {}

  static void into(PartCollector parts, String host, ProcCounters before, ProcCounters after) {
    after
        .values()
        .forEach(
            (name, value) -> {
              if (name.startsWith(MPTCP) || TCP.contains(name)) {
                long change = value - before.values().getOrDefault(name, 0L);
                parts.put("counters/" + host + "/" + name, text(name, value, change));
              }
            });
  }

  private static String text(String name, long value, long change) {
    if (name.equals(CURRENT)) {
      return Long.toString(value);
    }
    return change > 0 ? "+" + change : Long.toString(change);
  }
}
