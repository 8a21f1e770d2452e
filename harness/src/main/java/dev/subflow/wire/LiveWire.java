// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.Link;
import dev.subflow.topology.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire that carries frames now: the running side of a {@link Wire}.
 *
 * <p>No frame is lost between guests that read: a full receiver holds its senders back. A guest
 * that stops reading loses frames after a second, as counted in {@link PortCounters}. Thread-safe;
 * usable until its {@link Fabric} is closed, after which only {@link #ports} makes sense.
 */
public final class LiveWire {
  private static final Logger LOG = LoggerFactory.getLogger(LiveWire.class);

  private final WireLoop loop;
  private final String topology;
  private final Wire wire;
  private final Forwarding forwarding;
  private final WallClock clock;
  private final Duration stall;
  private final List<Port> ports = new ArrayList<>();
  private final List<CaptureTap> taps = new ArrayList<>();
  private final List<Capture> captures = new ArrayList<>();
  private boolean cut;

  LiveWire(WireLoop loop, String topology, Wire wire, WallClock clock, Duration stall) {
    this.loop = loop;
    this.topology = topology;
    this.wire = wire;
    this.clock = clock;
    this.stall = stall;
    forwarding =
        wire instanceof Link
            ? (from, frames, start, length) -> 1 - from
            : new Switching(System::nanoTime);
  }

  void add(Port port) {
    ports.add(port);
  }

  int size() {
    return ports.size();
  }

  /** How long a guest that reads less than a queue may hold senders; then it loses frames. */
  Duration stall() {
    return stall;
  }

  /** The wire's name in its topology. */
  public String name() {
    return wire.name();
  }

  /** What the topology says of this wire. */
  public Wire description() {
    return wire;
  }

  /**
   * Cuts the wire: when this returns, no frame that a guest sends gets across any more.
   *
   * <p>Guests keep their carrier, as with a fault further along the path. What had crossed before
   * may still be read by its receiver. No effect on a wire that is cut already.
   */
  public void cut() {
    loop.requireAlive();
    loop.run(() -> setCut(true));
  }

  /** Joins the wire again; no effect on a wire that is whole. */
  public void restore() {
    loop.requireAlive();
    loop.run(() -> setCut(false));
  }

  /** Whether the wire is cut now. */
  public boolean isCut() {
    return loop.call(() -> cut);
  }

  private void setCut(boolean wanted) {
    if (cut != wanted) {
      cut = wanted;
      String event = wanted ? "cut" : "restored";
      LOG.debug("wire {}: {}", name(), event);
      long now = clock.nanos();
      taps.forEach(tap -> tap.event("wire " + name() + " " + event, now));
    }
  }

  /** The counters of every NIC on this wire, in the order of the topology, of one moment. */
  public List<PortCounters> ports() {
    return loop.call(() -> ports.stream().map(Port::counters).toList());
  }

  /**
   * The counters of one NIC.
   *
   * @throws IllegalArgumentException when that NIC is not on this wire
   */
  public PortCounters port(String host, String nic) {
    return ports().stream()
        .filter(p -> p.host().equals(host) && p.nic().equals(nic))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    host
                        + "/"
                        + nic
                        + " is not on wire \""
                        + name()
                        + "\"; on it are "
                        + ports.stream().map(Port::name).toList()));
  }

  /**
   * Starts a capture of all that crosses this wire, of at most {@link Capture#DEFAULT_MAX_BYTES}.
   *
   * @throws IOException when the file can't be made
   * @see #capture(Path, long)
   */
  public Capture capture(Path pcapng) throws IOException {
    return capture(pcapng, Capture.DEFAULT_MAX_BYTES);
  }

  /**
   * Starts a capture of all that crosses this wire; several may run at once.
   *
   * @param pcapng file to write, replaced when it is there
   * @param maxBytes size at which it stops recording; at least 64 KiB
   * @throws IOException when the file can't be made
   */
  public Capture capture(Path pcapng, long maxBytes) throws IOException {
    Capture capture =
        Capture.open(pcapng, maxBytes, loop, CaptureLabels.of(topology, wire, ports), clock);
    loop.run(
        () -> {
          taps.add(capture.tap());
          captures.add(capture);
          if (cut) {
            capture.tap().event("wire " + name() + " is cut", clock.nanos());
          }
        });
    capture.onClose(
        () -> {
          taps.remove(capture.tap());
          captures.remove(capture);
        });
    return capture;
  }

  /** Captures that run now. */
  public List<Capture> captures() {
    return loop.call(() -> List.copyOf(captures));
  }

  /** Carries what a port has read; false when a full receiver holds the rest back. */
  boolean carry(Port from) {
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

  /**
   * Sends a run of frames with one target on its way, or holds the sender and returns false.
   *
   * <p>What happens to frames between here and {@link Port#deliver} is the place of impairments;
   * those that come later are delivered by {@link WireLoop#schedule}.
   */
  private boolean send(Port from, int target, int start, int end, int frames) {
    if (frames == 0) {
      return true;
    }
    if (!cut) {
      for (Port to : ports) {
        if (receives(to, from, target) && to.isFull()) {
          to.hold(from);
          return false;
        }
      }
    }
    Tally tally = from.tally();
    tally.sentFrames += frames;
    tally.sentBytes += end - start - (long) frames * Framing.LENGTH_BYTES;
    if (cut) {
      tally.lostToCut += frames;
      return true;
    }
    if (target == Forwarding.NOWHERE) {
      tally.filtered += frames;
    }
    if (!taps.isEmpty()) {
      long now = clock.nanos();
      for (CaptureTap tap : taps) {
        tap.frames(from.index(), from.ingress().bytes(), start, end, now);
      }
    }
    for (Port to : ports) {
      if (receives(to, from, target)) {
        to.deliver(from.ingress().run(start, end), frames);
      }
    }
    return true;
  }

  private static boolean receives(Port to, Port from, int target) {
    return target == Forwarding.EVERYWHERE ? !to.equals(from) : to.index() == target;
  }

  void unplugged(Port port) {
    forwarding.unplugged(port.index());
  }
}
