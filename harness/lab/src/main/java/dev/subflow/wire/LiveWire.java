// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.audit.Interference;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.topology.Impairment;
import dev.subflow.topology.Link;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire that carries frames now: the running side of a {@link Wire}.
 *
 * <p>No frame is lost between guests that read, but to a fault: a full receiver holds its senders
 * back. A guest that stops reading loses frames after a second, as counted in {@link PortCounters}.
 * Faults, middleboxes and triggers come and go while frames cross; what each did is counted in
 * {@link DirectionStats}, and captures tell when. Thread-safe; usable until its {@link Fabric} is
 * closed, after which only {@link #ports} and {@link #stats} make sense.
 */
public final class LiveWire {
  private static final Logger LOG = LoggerFactory.getLogger(LiveWire.class);

  private final WireLoop loop;
  private final String topology;
  private final Wire wire;
  private final WallClock clock;
  private final Traffic traffic;
  private final Lanes lanes;
  private final Failures failures;
  private final Interferences interferences;
  private final List<Capture> captures = new ArrayList<>();

  LiveWire(WireLoop loop, String topology, Wire wire, WallClock clock, Duration stall) {
    this.loop = loop;
    this.topology = topology;
    this.wire = wire;
    this.clock = clock;
    Forwarding forwarding =
        wire instanceof Link
            ? (from, frames, start, length) -> 1 - from
            : new Switching(System::nanoTime);
    traffic = new Traffic(forwarding, clock, stall);
    lanes = new Lanes(loop, wire, traffic);
    failures = new Failures(wire.name());
    interferences = new Interferences(clock);
  }

  /** Adds a NIC's end; before the loop starts. */
  Port plug(String host, Nic nic, Path socket) throws IOException {
    Port port = new Port(loop, traffic.ports().size(), host, nic, socket, traffic);
    traffic.add(port);
    return port;
  }

  /** Puts on the impairment of the topology, once all NICs are there. */
  void impairAsDescribed() {
    if (!wire.impairment().isNone()) {
      impair(wire.impairment());
    }
  }

  /** The wire's name in its topology. */
  public String name() {
    return wire.name();
  }

  /** Description of this wire in the topology. */
  public Wire description() {
    return wire;
  }

  /**
   * Cuts the wire: when this returns, no frame gets across any more, and what was under way is
   * lost.
   *
   * <p>Guests keep their carrier, as with a fault further along the path. What had crossed before
   * may still be read by its receiver. No effect on a wire that is cut already. To cut one
   * direction, {@link #impair(Direction, Impairment)} it with a blackhole.
   */
  public void cut() {
    change(() -> setCut(true));
  }

  /** Joins the wire again; no effect on a wire that is whole. */
  public void restore() {
    change(() -> setCut(false));
  }

  /** Whether the wire is cut now. */
  public boolean isCut() {
    return loop.call(traffic::isCut);
  }

  private void setCut(boolean wanted) {
    if (traffic.isCut() != wanted) {
      traffic.setCut(wanted);
      if (wanted) {
        losesFrames("cut");
      }
      event(wanted ? "cut" : "restored");
    }
  }

  /**
   * Impairs all that is sent on this wire, in place of any impairment there was.
   *
   * <p>Each frame passes it once. Frames that are under way stay under way, and keep their order.
   */
  public void impair(Impairment impairment) {
    change(
        () -> {
          lanes.inbound().forEach(lane -> lane.impair(Impairment.NONE));
          lanes.outbound().forEach(lane -> lane.impair(impairment));
          interferences.impaired(impairment, lanes.outbound());
          event("from all: " + impairment);
        });
  }

  /**
   * Impairs one direction, in place of any impairment it had.
   *
   * @throws IllegalArgumentException when no such NIC is on this wire
   */
  public void impair(Direction direction, Impairment impairment) {
    lanes.require(direction);
    change(
        () -> {
          lanes.of(direction).forEach(lane -> lane.impair(impairment));
          interferences.impaired(impairment, lanes.of(direction));
          event(direction + ": " + impairment);
        });
  }

  /**
   * Ends all impairments, and restores the wire when it is cut; what was delayed arrives now.
   *
   * <p>Middleboxes and triggers stay.
   */
  public void heal() {
    change(
        () -> {
          lanes.outbound().forEach(lane -> lane.impair(Impairment.NONE));
          lanes.inbound().forEach(lane -> lane.impair(Impairment.NONE));
          setCut(false);
          event("healed");
        });
  }

  /**
   * Puts a middlebox on this wire, behind those that are there; it gets the frames of all
   * directions, each once, before they are impaired.
   */
  public AttachedMiddlebox attach(Middlebox middlebox) {
    return loop.call(() -> attach("all", lanes.outbound(), middlebox));
  }

  /**
   * Puts a middlebox on one direction, behind those that are there.
   *
   * @throws IllegalArgumentException when no such NIC is on this wire
   */
  public AttachedMiddlebox attach(Direction direction, Middlebox middlebox) {
    lanes.require(direction);
    return loop.call(() -> attach(direction.toString(), lanes.of(direction), middlebox));
  }

  private AttachedMiddlebox attach(String where, List<Lane> on, Middlebox middlebox) {
    String what = "middlebox " + PartName.of(middlebox);
    event(where + ": " + what);
    Runnable ends = interferences.begin(what, on, middlebox.alterations());
    return new AttachedMiddlebox(loop, middlebox, on, failures, ends);
  }

  /** Takes note that frames of every NIC may be lost from now on, such as by its carrier. */
  public void losesFrames(String why) {
    change(
        () ->
            traffic
                .ports()
                .forEach(port -> interferences.loses(port.name(), "wire " + name() + " " + why)));
  }

  /** What was done to the frames of each NIC so far, for the auditor of a capture. */
  public List<Interference> interferences() {
    return loop.call(interferences::all);
  }

  /**
   * Begins a trigger on the frames that guests send on this wire, as they send them: before
   * middleboxes and faults, and also while it is cut.
   */
  public When when(PacketMatcher matcher) {
    return new When(this, matcher, lanes.allSenders());
  }

  /**
   * As {@link #when(PacketMatcher)}, for what goes one way.
   *
   * @throws IllegalArgumentException when no such NIC is on this wire, and for the {@code to} of a
   *     segment
   */
  public When when(Direction direction, PacketMatcher matcher) {
    return new When(this, matcher, lanes.senders(direction));
  }

  Trigger add(PacketMatcher matcher, Set<Port> senders, When.Threshold threshold, Runnable action) {
    Trigger trigger = new Trigger(loop, matcher, senders, threshold, action, failures);
    change(
        () -> {
          lanes.outbound();
          traffic.add(trigger);
        });
    return trigger;
  }

  /**
   * Middleboxes and triggers that threw since this was last called.
   *
   * <p>What is not taken makes the closing of the {@link Fabric} fail, so that no test passes that
   * lacked a part of it.
   */
  public List<WireFailure> takeFailures() {
    return loop.call(failures::take);
  }

  private void change(Runnable action) {
    loop.requireAlive();
    loop.run(action);
  }

  private void event(String what) {
    LOG.debug("wire {} {}", name(), what);
    traffic.event("wire " + name() + " " + what);
  }

  /** Counts of each direction, as far as it is a NIC's {@code from} or ever had a fault. */
  public List<DirectionStats> stats() {
    return loop.call(
        () -> {
          List<DirectionStats> all = new ArrayList<>();
          traffic.ports().forEach(port -> all.add(lanes.statsFrom(port)));
          lanes.inbound().forEach(lane -> all.add(lanes.stats(lane)));
          return List.copyOf(all);
        });
  }

  /**
   * Counts of one direction; the sum of its NICs, when it is a host's.
   *
   * @throws IllegalArgumentException when no such NIC is on this wire
   */
  public DirectionStats stats(Direction direction) {
    lanes.require(direction);
    return loop.call(
        () ->
            lanes.of(direction).stream()
                .map(lanes::stats)
                .reduce(DirectionStats::plus)
                .orElseThrow()
                .in(direction));
  }

  /** The counters of every NIC on this wire, in the order of the topology, of one moment. */
  public List<PortCounters> ports() {
    return loop.call(() -> traffic.ports().stream().map(Port::counters).toList());
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
                        + traffic.ports().stream().map(Port::name).toList()));
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
    return capture(pcapng, maxBytes, bytes -> true);
  }

  /**
   * The same, as evidence of a run that may take only so much of the disk.
   *
   * @param allowed whether the run may take so many bytes more, asked for each block; with the
   *     first refusal the capture stops recording, and can't be read as a whole any more
   */
  public Capture capture(Path pcapng, long maxBytes, LongPredicate allowed) throws IOException {
    CaptureLabels labels = CaptureLabels.of(topology, wire, traffic.ports());
    Capture capture = Capture.open(pcapng, maxBytes, allowed, loop, labels, clock);
    loop.run(
        () -> {
          traffic.add(capture.tap());
          captures.add(capture);
          if (traffic.isCut()) {
            capture.tap().event("wire " + name() + " is cut", clock.nanos());
          }
        });
    capture.onClose(
        () -> {
          traffic.remove(capture.tap());
          captures.remove(capture);
        });
    return capture;
  }

  /** Captures that run now. */
  public List<Capture> captures() {
    return loop.call(() -> List.copyOf(captures));
  }
}
