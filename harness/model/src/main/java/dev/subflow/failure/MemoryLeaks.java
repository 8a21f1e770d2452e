// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports of {@code /sys/kernel/debug/kmemleak}: memory that nothing points to any more. */
public final class MemoryLeaks {
  // unreferenced object 0xffff888107c5a000 (size 2048):
  private static final Pattern OBJECT =
      Pattern.compile("unreferenced object.* 0x[0-9a-f]+ \\(size (\\d+)\\):");
  //     [<ffffffff813f4f2a>] kmalloc_trace+0x2a/0xe0   (before 6.8)
  //     kmalloc_trace+0x2a/0xe0                        (since)
  private static final Pattern FRAME =
      Pattern.compile("\\s+(?:\\[<[^>]*>\\] )?(([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+).*");

  /** Who allocates for others. */
  static final Pattern ALLOCATOR =
      Pattern.compile(
          "kmemleak_.*|_*(?:kv|k|v)[mzc]?(?:m?alloc|calloc|realloc)\\w*|_*kmem_cache_\\w+|kmemdup\\w*"
              + "|kstrn?dup\\w*|_*slab_\\w+|_*alloc_percpu\\w*|pcpu_alloc\\w*|krealloc\\w*");

  private static final Pattern NETWORK =
      Pattern.compile(
          "_*(?:mptcp|subflow|tcp|tcpv6|inet|inet6|sk|sock|alloc_skb|skb|ip|ip6|ipv6|net|netif|netlink"
              + "|rtnl|rtnetlink|genl|neigh|fib|fib6|dst|addrconf|ndisc|icmp|icmpv6|udp|udpv6|unix"
              + "|packet|nf|nft|nfnetlink|xt|qdisc|setup_net|copy_net|register_netdev\\w*)(?:_.*)?");

  private MemoryLeaks() {}

  /** Every object that it names, a splat each. */
  public static List<Splat> parse(String text) {
    List<Splat> leaks = new ArrayList<>();
    List<String> object = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (OBJECT.matcher(line).matches() && !object.isEmpty()) {
        leaks.add(splat(object));
        object.clear();
      }
      if (!object.isEmpty() || OBJECT.matcher(line).matches()) {
        object.add(line);
      }
    }
    if (!object.isEmpty()) {
      leaks.add(splat(object));
    }
    return leaks;
  }

  private static Splat splat(List<String> lines) {
    String where = "";
    for (String line : lines) {
      Matcher frame = FRAME.matcher(line);
      if (where.isEmpty() && frame.matches() && !ALLOCATOR.matcher(frame.group(2)).matches()) {
        where = " in " + frame.group(1);
      }
    }
    Matcher object = OBJECT.matcher(lines.get(0));
    String size = object.matches() ? object.group(1) : "?";
    String headline = "kmemleak: " + size + " bytes leaked, allocated" + where;
    return new Splat(Splat.Kind.MEMORY_LEAK, headline, lines);
  }

  /** Whether the network stack allocated it. */
  public static boolean isOfNetwork(Splat leak) {
    return leak.lines().stream()
        .map(FRAME::matcher)
        .anyMatch(frame -> frame.matches() && NETWORK.matcher(frame.group(2)).matches());
  }

  /**
   * Splats that a guest is judged by once it was asked for leaks. Asking has the kernel print how
   * many there are, of whatever part of it; that line counts only where the kernel had printed it
   * itself.
   *
   * @param before what was on the console when it was asked
   * @param after what was on it then
   * @param leaks those that count
   */
  public static List<Splat> added(List<Splat> before, List<Splat> after, List<Splat> leaks) {
    long own = before.stream().filter(s -> s.kind() == Splat.Kind.MEMORY_LEAK).count();
    List<Splat> all = new ArrayList<>();
    for (Splat splat : after) {
      if (splat.kind() != Splat.Kind.MEMORY_LEAK || own-- > 0) {
        all.add(splat);
      }
    }
    all.addAll(leaks);
    return all;
  }
}
