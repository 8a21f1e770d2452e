// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Origin;
import dev.subflow.packet.mptcp.Octets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries the frames of one wire between its ports: in runs and without a copy where nothing is in
 * the way, else one by one through a {@link Lane}. For the loop only.
 */
final class Traffic {
  private final Forwarding forwarding;
  private final WallClock clock;
  private final Duration stall;
  private final List<Port> ports = new ArrayList<>();
  private final List<CaptureTap> taps = new ArrayList<>();
  private List<Trigger> triggers = List.of();
  private boolean cut;

  Traffic(Forwarding forwarding, WallClock clock, Duration stall) {
    this.forwarding = forwarding;
    this.clock = clock;
    this.stall = stall;
  }

  void add(Port port) {
    ports.add(port);
  }

  List<Port> ports() {
    return ports;
  }

  /** Time for which a guest that reads less than a queue may hold senders; then it loses frames. */
  Duration stall() {
    return stall;
  }

  boolean isCut() {
    return cut;
  }

  void setCut(boolean wanted) {
    cut = wanted;
    if (cut) {
      ports.forEach(Port::loseUnderWay);
    }
  }

  void add(CaptureTap tap) {
    taps.add(tap);
  }

  void remove(CaptureTap tap) {
    taps.remove(tap);
  }

  /** Writes into all captures that something happened. */
  void event(String message) {
    long now = clock.nanos();
    taps.forEach(tap -> tap.event(message, now));
  }

  void add(Trigger trigger) {
    List<Trigger> more = new ArrayList<>(triggers);
    more.add(trigger);
    triggers = List.copyOf(more);
  }

  /** Carries what a port has read; false when a full receiver holds the rest back. */
  boolean carry(Port from) {
    Lane lane = from.outbound();
    if (lane == null || (lane.isIdle() && triggers.isEmpty())) {
      return carryRuns(from);
    }
    return carryOneByOne(from, lane);
  }

  /** Carries whole frames in runs that have one target; false when a receiver is full. */
  boolean carryRuns(Source from) {
    Ingress in = from.ingress();
    ByteBuffer bytes = in.bytes();
    int end = in.end();
    int start = in.start();
    int at = start;
    int target = Forwarding.NOWHERE;
    int frames = 0;
    while (end - at >= Framing.LENGTH_BYTES) {
      int length = bytes.getInt(at);
      if (!Framing.isPlausible(length)) {
        send(from, target, start, at, frames);
        from.reject(length);
        return true;
      }
      int next = at + Framing.LENGTH_BYTES + length;
      if (next > end) {
        break;
      }
      int to = forwarding.target(from.index(), bytes, at + Framing.LENGTH_BYTES, length);
      if (to != target) {
        if (!send(from, target, start, at, frames)) {
          in.carriedUpTo(start);
          return false;
        }
        start = at;
        frames = 0;
        target = to;
      }
      frames++;
      at = next;
    }
    boolean sent = send(from, target, start, at, frames);
    in.carriedUpTo(sent ? at : start);
    return sent;
  }

  /** Sends a run of frames with one target on its way, or holds the sender and returns false. */
  private boolean send(Source from, int target, int start, int end, int frames) {
    if (frames == 0) {
      return true;
    }
    if (!cut) {
      for (Port to : ports) {
        if (receives(to, from.index(), target) && to.holdIfFull(from)) {
          return false;
        }
      }
    }
    long bytes = end - start - (long) frames * Framing.LENGTH_BYTES;
    Tally tally = from.tally();
    from.sent(frames, bytes);
    if (cut) {
      tally.lostToCut += frames;
      return true;
    }
    tally.forwardedFrames += frames;
    tally.forwardedBytes += bytes;
    if (target == Forwarding.NOWHERE) {
      tally.filtered += frames;
    }
    hand(from.index(), target, from.ingress(), start, end, frames);
    return true;
  }

  private void hand(int from, int target, Ingress in, int start, int end, int frames) {
    if (!taps.isEmpty()) {
      long now = clock.nanos();
      for (CaptureTap tap : taps) {
        tap.frames(from, in.bytes(), start, end, now);
      }
    }
    for (Port to : ports) {
      if (receives(to, from, target)) {
        to.deliver(in.run(start, end), frames);
      }
    }
  }

  private static boolean receives(Port to, int from, int target) {
    return target == Forwarding.EVERYWHERE ? to.index() != from : to.index() == target;
  }

  private boolean carryOneByOne(Port from, Lane lane) {
    Ingress in = from.ingress();
    ByteBuffer bytes = in.bytes();
    int end = in.end();
    int at = in.start();
    while (end - at >= Framing.LENGTH_BYTES) {
      int length = bytes.getInt(at);
      if (!Framing.isPlausible(length)) {
        from.reject(length);
        return true;
      }
      int next = at + Framing.LENGTH_BYTES + length;
      if (next > end) {
        break;
      }
      if (lane.holdIfFull(from)) {
        in.carriedUpTo(at);
        return false;
      }
      byte[] frame = new byte[length];
      bytes.get(at + Framing.LENGTH_BYTES, frame);
      take(from, lane, frame);
      at = next;
    }
    in.carriedUpTo(at);
    return true;
  }

  private void take(Port from, Lane lane, byte[] bytes) {
    from.sent(1, bytes.length);
    if (triggers.isEmpty()) {
      if (cut) {
        from.tally().lostToCut++;
      } else {
        lane.take(bytes);
      }
      return;
    }
    Frame frame = Frame.owning(bytes, lane.origin());
    // What a trigger does may add another, which begins with the next frame.
    List<Trigger> waiting = triggers;
    waiting.forEach(trigger -> trigger.see(frame, from));
    if (triggers.stream().anyMatch(Trigger::isDone)) {
      triggers = triggers.stream().filter(t -> !t.isDone()).toList();
    }
    // The trigger may have cut the wire.
    if (cut) {
      from.tally().lostToCut++;
    } else {
      lane.take(bytes, frame);
    }
  }

  /** The NICs of this wire, to tell who sent a frame. */
  Origin origin(Optional<String> sender) {
    Map<Octets, String> nics = new HashMap<>();
    ports.forEach(port -> nics.put(CaptureLabels.octets(port.nic().mac()), port.name()));
    return new Origin(sender, nics);
  }

  /** Sends one frame as if a port had sent it, past its lane; lost where there is no room. */
  void inject(int as, int target, byte[] frame) {
    if (!cut) {
      Ingress single = Ingress.of(frame);
      hand(as, target, single, 0, single.end(), 1);
    }
  }

  /** Where a frame from a port would go now. */
  int target(int from, byte[] frame) {
    return forwarding.target(from, ByteBuffer.wrap(frame), 0, frame.length);
  }

  void unplugged(Port port) {
    forwarding.unplugged(port.index());
  }
}
