// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions.packet;

import dev.subflow.wire.mptcp.IpText;
import dev.subflow.wire.trace.TracedSegment;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Describes packets by the segment that they are. Immutable: each refinement gives a new one.
 *
 * @param <S> the type itself
 */
public abstract class SegmentMatcher<S extends SegmentMatcher<S>> implements PacketMatcher {
  private final String name;
  private final List<Condition<TracedSegment>> conditions;

  SegmentMatcher(String name, List<Condition<TracedSegment>> conditions) {
    this.name = name;
    this.conditions = conditions;
  }

  abstract S with(List<Condition<TracedSegment>> more);

  /** Only packets for which a condition holds, which the text names. */
  public S where(String text, Predicate<TracedSegment> condition) {
    return with(Condition.append(conditions, new Condition<>(text, condition)));
  }

  /** Only packets from a numeric address. */
  public S from(String address) {
    InetAddress wanted = IpText.parse(address);
    return where("from " + address, s -> s.source().address().equals(wanted));
  }

  /** Only packets from a numeric address and a port. */
  public S from(String address, int port) {
    return from(address).fromPort(port);
  }

  /** Only packets from a port. */
  public S fromPort(int port) {
    return where("from port " + port, s -> s.source().port() == port);
  }

  /** Only packets to a numeric address. */
  public S to(String address) {
    InetAddress wanted = IpText.parse(address);
    return where("to " + address, s -> s.destination().address().equals(wanted));
  }

  /** Only packets to a numeric address and a port. */
  public S to(String address, int port) {
    return to(address).toPort(port);
  }

  /** Only packets to a port. */
  public S toPort(int port) {
    return where("to port " + port, s -> s.destination().port() == port);
  }

  /** Only packets that a host, or one NIC of it as {@code host/nic}, sent. */
  public S sentBy(String hostOrNic) {
    return where("sent by " + hostOrNic, s -> isOf(hostOrNic, s.sender()));
  }

  /** Only packets addressed to a host, or to one NIC of it as {@code host/nic}. */
  public S sentTo(String hostOrNic) {
    return where(
        "sent to " + hostOrNic, s -> s.receiver().filter(r -> isOf(hostOrNic, r)).isPresent());
  }

  private static boolean isOf(String hostOrNic, String nic) {
    return nic.equals(hostOrNic) || nic.startsWith(hostOrNic + "/");
  }

  /** Only packets with payload. */
  public S withPayload() {
    return where("with payload", s -> s.payloadLength() > 0);
  }

  /** Only packets without payload. */
  public S withoutPayload() {
    return where("without payload", s -> s.payloadLength() == 0);
  }

  @Override
  public boolean matches(TracedSegment segment) {
    return Condition.all(conditions, segment);
  }

  /** What is described. */
  @Override
  public String toString() {
    return name + texts(conditions);
  }

  static String texts(List<? extends Condition<?>> conditions) {
    return conditions.stream().map(c -> " " + c.text()).collect(Collectors.joining());
  }
}
