// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.AddAddr;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** One host of a connection: its key, its addresses, its data. */
final class Party {
  private OptionalLong key = OptionalLong.empty();
  private long token = -1;
  private long initialDataSequence;
  private final Map<Integer, InetAddress> addresses = new HashMap<>();
  private final Set<Integer> everNamed = new HashSet<>(Set.of(0));
  private final Set<AddAddr> announced = new HashSet<>();
  private final DataStream data = new DataStream();

  /** Learns its key; the first one stays. */
  void key(long value) {
    if (key.isEmpty()) {
      key = OptionalLong.of(value);
      token = Keys.token(value);
      initialDataSequence = Keys.initialDataSequence(value);
    }
  }

  OptionalLong key() {
    return key;
  }

  /** Of 32 bits; -1 while the key is not known. */
  long token() {
    return token;
  }

  /** The number of 64 bits before that of its first byte of data; meaningful with the key. */
  long initialDataSequence() {
    return initialDataSequence;
  }

  DataStream data() {
    return data;
  }

  /** What it announced, echoes to it are without the HMAC. */
  Set<AddAddr> announced() {
    return announced;
  }

  /** Whether it ever gave this number to an address; 0 is that of the first subflow. */
  boolean everNamed(int id) {
    return everNamed.contains(id);
  }

  /** Names an address; the one that had the number, where it is another. */
  java.util.Optional<InetAddress> names(int id, InetAddress address) {
    everNamed.add(id);
    InetAddress before = addresses.putIfAbsent(id, address);
    return java.util.Optional.ofNullable(before).filter(b -> !b.equals(address));
  }

  void removes(int id) {
    addresses.remove(id);
  }
}
