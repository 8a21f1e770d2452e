// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Origin;
import dev.subflow.topology.Link;
import dev.subflow.topology.Wire;
import dev.subflow.wire.fault.FaultCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lanes of one wire: finds those of a {@link Direction} and makes them when first asked. */
final class Lanes {
  private static final FaultCounts NO_FAULTS = new FaultCounts(0, 0, 0, 0, 0, 0);

  private final WireLoop loop;
  private final Wire wire;
  private final Traffic traffic;

  Lanes(WireLoop loop, Wire wire, Traffic traffic) {
    this.loop = loop;
    this.wire = wire;
    this.traffic = traffic;
  }

  /**
   * Does nothing when the direction exists; from any thread.
   *
   * @throws IllegalArgumentException when it does not
   */
  void require(Direction direction) {
    ports(direction);
  }

  /** The ports whose frames go that way as they are sent. */
  Set<Port> senders(Direction direction) {
    List<Port> meant = ports(direction);
    if (direction.way() == Direction.Way.FROM) {
      return new LinkedHashSet<>(meant);
    }
    if (!(wire instanceof Link)) {
      throw new IllegalArgumentException(
          "a segment does not know what is on its way "
              + direction
              + " until it is switched; match its destination instead");
    }
    Set<Port> senders = new LinkedHashSet<>();
    meant.forEach(port -> senders.add(other(port)));
    return senders;
  }

  Set<Port> allSenders() {
    return new LinkedHashSet<>(traffic.ports());
  }

  /** The lanes of a direction, made when they are not there. */
  List<Lane> of(Direction direction) {
    List<Port> meant = ports(direction);
    if (direction.way() == Direction.Way.FROM) {
      return meant.stream().map(this::outbound).toList();
    }
    return wire instanceof Link
        ? meant.stream().map(port -> outbound(other(port))).toList()
        : meant.stream().map(this::inbound).toList();
  }

  /** One lane for each NIC's frames, so that each frame passes one of them. */
  List<Lane> outbound() {
    return traffic.ports().stream().map(this::outbound).toList();
  }

  /** The lanes towards NICs, on a segment, as far as they were ever asked for. */
  List<Lane> inbound() {
    List<Lane> lanes = new ArrayList<>();
    traffic.ports().stream().map(Port::inbound).filter(Objects::nonNull).forEach(lanes::add);
    return lanes;
  }

  private List<Port> ports(Direction direction) {
    List<Port> meant =
        traffic.ports().stream()
            .filter(p -> p.host().equals(direction.host()))
            .filter(p -> direction.nic().filter(n -> !n.equals(p.nic().name())).isEmpty())
            .toList();
    if (meant.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing goes "
              + direction
              + " on wire \""
              + wire.name()
              + "\"; on it are "
              + traffic.ports().stream().map(Port::name).toList());
    }
    return meant;
  }

  private Port other(Port port) {
    return traffic.ports().get(1 - port.index());
  }

  private Lane outbound(Port port) {
    Lane present = port.outbound();
    if (present != null) {
      return present;
    }
    Direction direction = Direction.from(port.host(), port.nic().name());
    Lane made = new Lane(loop, wire.name(), port.index(), direction, port.tally(), new Sent(port));
    port.setOutbound(made);
    return made;
  }

  private Lane inbound(Port port) {
    Lane present = port.inbound();
    if (present != null) {
      return present;
    }
    Direction direction = Direction.to(port.host(), port.nic().name());
    Lane made =
        new Lane(loop, wire.name(), port.index(), direction, new Tally(), new Received(port));
    port.setInbound(made);
    return made;
  }

  /** Statistics of what one port sends, whether or not it has a lane. */
  DirectionStats statsFrom(Port port) {
    Direction direction = Direction.from(port.host(), port.nic().name());
    Lane lane = port.outbound();
    Tally tally = port.tally();
    return stats(direction, tally.sentFrames, tally.sentBytes, tally, lane);
  }

  DirectionStats stats(Lane lane) {
    Port port = traffic.ports().get(lane.index());
    return lane.equals(port.outbound())
        ? statsFrom(port)
        : stats(lane.direction(), lane.counts().frames, lane.counts().bytes, lane.tally(), lane);
  }

  private static DirectionStats stats(
      Direction direction, long frames, long bytes, Tally tally, @Nullable Lane lane) {
    LaneCounts counts = lane == null ? new LaneCounts() : lane.counts();
    return new DirectionStats(
        direction,
        frames,
        bytes,
        tally.forwardedFrames,
        tally.forwardedBytes,
        tally.lostToCut,
        counts.removed,
        counts.added,
        counts.answers,
        lane == null ? 0 : lane.framesUnderWay(),
        lane == null ? NO_FAULTS : lane.queue().counts());
  }

  /** Exit for frames that a port sends: they go on to the switch, or to the other end. */
  private final class Sent implements Lane.Exit {
    private final Port port;
    private final Origin origin;

    Sent(Port port) {
      this.port = port;
      origin = traffic.origin(Optional.of(port.name()));
    }

    @Override
    public Origin origin() {
      return origin;
    }

    @Override
    public boolean carry(Lane lane) {
      return traffic.carryRuns(lane);
    }

    @Override
    public void answer(byte[] frame) {
      int as = wire instanceof Link ? 1 - port.index() : port.index();
      traffic.inject(as, port.index(), frame);
    }

    @Override
    public boolean isCut() {
      return traffic.isCut();
    }
  }

  /** Exit for frames on their way to a port: they go to its guest. */
  private final class Received implements Lane.Exit {
    private final Port port;
    private final Origin origin = traffic.origin(Optional.empty());

    Received(Port port) {
      this.port = port;
    }

    @Override
    public Origin origin() {
      return origin;
    }

    @Override
    public boolean carry(Lane lane) {
      if (port.holdIfGuestFull(lane)) {
        return false;
      }
      Ingress in = lane.ingress();
      int frames = in.frames();
      ByteBuffer run = in.run(in.start(), in.end());
      lane.tally().forwardedFrames += frames;
      lane.tally().forwardedBytes += run.remaining() - (long) frames * Framing.LENGTH_BYTES;
      port.deliverToGuest(run, frames);
      in.carriedUpTo(in.end());
      return true;
    }

    @Override
    public void answer(byte[] frame) {
      traffic.inject(port.index(), traffic.target(port.index(), frame), frame);
    }

    @Override
    public boolean isCut() {
      return traffic.isCut();
    }
  }
}
