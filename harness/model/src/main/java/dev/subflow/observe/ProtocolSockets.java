// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

/**
 * How many sockets of MPTCP and TCP a network namespace has, whether anybody can see them or not,
 * as {@code /proc/net/protocols} counts them: {@code proto_seq_printf()} in {@code
 * net/core/sock.c}.
 *
 * @param mptcp of IPv4 and IPv6
 * @param tcp the same; subflows are among them, connections in TIME-WAIT are not
 */
public record ProtocolSockets(long mptcp, long tcp) {
  public static final String FILE = "/proc/net/protocols";

  private static final int SOCKETS = 2;

  /** Reads the file. Takes any text, and leaves out what is none of its. */
  public static ProtocolSockets parse(String text) {
    // MPTCPv6   2048      3       0   no       0   yes  kernel      y  n  y ...
    long mptcp = 0;
    long tcp = 0;
    for (String line : text.lines().limit(1000).toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > SOCKETS && words[SOCKETS].matches("\\d{1,9}")) {
        long sockets = Long.parseLong(words[SOCKETS]);
        mptcp += words[0].matches("MPTCP(v6)?") ? sockets : 0;
        tcp += words[0].matches("TCP(v6)?") ? sockets : 0;
      }
    }
    return new ProtocolSockets(mptcp, tcp);
  }

  /** The sockets that {@code ss -HatM} shows, which has the protocol first. */
  public static ProtocolSockets shown(String ss) {
    long mptcp = ss.lines().filter(line -> line.startsWith("mptcp ")).count();
    long tcp = ss.lines().filter(line -> line.startsWith("tcp ")).count();
    return new ProtocolSockets(mptcp, tcp);
  }

  /** Those beyond as many others, by protocol. */
  public ProtocolSockets beyond(ProtocolSockets others) {
    return new ProtocolSockets(Math.max(0, mptcp - others.mptcp), Math.max(0, tcp - others.tcp));
  }

  /**
   * Those that are missing among the sockets that {@code ss} shows. While a connection of MPTCP is
   * shown, subflows are not missed: one that closes may keep some that are closed already.
   */
  public ProtocolSockets unexplainedBy(ProtocolSockets shown) {
    ProtocolSockets missing = beyond(shown);
    return shown.mptcp > 0 ? new ProtocolSockets(missing.mptcp, 0) : missing;
  }

  /** Whether there are none. */
  public boolean isNone() {
    return mptcp == 0 && tcp == 0;
  }
}
