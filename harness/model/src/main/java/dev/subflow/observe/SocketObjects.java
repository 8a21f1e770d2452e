// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

/**
 * Sockets of MPTCP that a kernel has in memory, in all network namespaces, as the slab allocator
 * counts them. One that is closed, and that something still refers to, is among them when no
 * namespace counts it any more.
 *
 * @param mptcp of IPv4 and IPv6
 * @param namespaces network namespaces beside the first one
 */
public record SocketObjects(long mptcp, long namespaces) {
  /**
   * A script for {@code sh} that prints a name and a number for each cache. Only after {@code
   * shrink} the number is that of objects: before, those that a processor keeps for later count too
   * ({@code __kmem_cache_shrink()}, {@code mm/slub.c}). Prints nothing where that can't be had.
   */
  public static final String SCRIPT =
      """
      cd /sys/kernel/slab 2>/dev/null || exit 0
      for cache in MPTCP MPTCPv6 net_namespace; do
        [ -w $cache/shrink ] && [ -r $cache/objects ] || continue
        echo 1 >$cache/shrink
        read -r objects nodes <$cache/objects
        echo $cache $objects
      done
      """;

  /** Reads what the script printed. Takes any text, and leaves out what is none of its. */
  public static SocketObjects parse(String text) {
    long mptcp = 0;
    long namespaces = 0;
    for (String line : text.lines().limit(100).toList()) {
      String[] words = line.strip().split(" ", -1);
      if (words.length == 2 && words[1].matches("\\d{1,9}")) {
        long objects = Long.parseLong(words[1]);
        mptcp += words[0].matches("MPTCP(v6)?") ? objects : 0;
        namespaces += words[0].equals("net_namespace") ? objects : 0;
      }
    }
    return new SocketObjects(mptcp, namespaces);
  }

  /**
   * How many the first namespace does not count; none while there are others, whose sockets nobody
   * asked for. Each subflow that still closes, be it on a path that is dead, may keep the one of
   * its connection ({@code subflow_ulp_release()}, {@code net/mptcp/subflow.c}).
   */
  public long uncountedBy(ProtocolSockets counted) {
    return namespaces > 0 ? 0 : Math.max(0, mptcp - counted.mptcp() - counted.tcp());
  }
}
