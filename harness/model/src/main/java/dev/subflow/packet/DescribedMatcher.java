// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.IpText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Describes packets by a name and conditions. Immutable: each refinement gives a new one.
 *
 * @param <S> the type itself
 */
abstract class DescribedMatcher<S extends DescribedMatcher<S>> implements PacketMatcher {
  private final String name;
  private final List<Condition<Frame>> conditions;

  DescribedMatcher(String name, List<Condition<Frame>> conditions) {
    this.name = name;
    this.conditions = conditions;
  }

  abstract S with(List<Condition<Frame>> more);

  final S adding(Condition<Frame> condition) {
    return with(Condition.append(conditions, condition));
  }

  /** Only packets from a numeric address. */
  public final S from(String address) {
    byte[] wanted = IpText.parse(address).getAddress();
    return adding(new Condition<>("from " + address, f -> f.isFrom(wanted)));
  }

  /** Only packets to a numeric address. */
  public final S to(String address) {
    byte[] wanted = IpText.parse(address).getAddress();
    return adding(new Condition<>("to " + address, f -> f.isTo(wanted)));
  }

  /** Only packets that a host, or one NIC of it as {@code host/nic}, sent. */
  public final S sentBy(String hostOrNic) {
    return adding(new Condition<>("sent by " + hostOrNic, f -> isOf(hostOrNic, f.sender())));
  }

  /** Only packets addressed to a host, or to one NIC of it as {@code host/nic}. */
  public final S sentTo(String hostOrNic) {
    return adding(new Condition<>("sent to " + hostOrNic, f -> isOf(hostOrNic, f.receiver())));
  }

  private static boolean isOf(String hostOrNic, Optional<String> nic) {
    return nic.filter(n -> n.equals(hostOrNic) || n.startsWith(hostOrNic + "/")).isPresent();
  }

  @Override
  public boolean matches(Frame frame) {
    return Condition.all(conditions, frame);
  }

  /** The description. */
  @Override
  public String toString() {
    return name + texts(conditions);
  }

  static String texts(List<? extends Condition<?>> conditions) {
    return conditions.stream().map(c -> " " + c.text()).collect(Collectors.joining());
  }
}
