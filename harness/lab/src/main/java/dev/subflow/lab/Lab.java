// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.audit.Circumstances;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Topology;
import dev.subflow.vm.Vm;
import dev.subflow.wire.Capture;
import dev.subflow.wire.Fabric;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * A running topology: owns its guests and wires, and ends them in reverse order of creation.
 *
 * <p>Thread-safe.
 */
public final class Lab implements AutoCloseable {
  private final Topology topology;
  private final Ingredients ingredients;
  private final Fabric fabric;
  private final Map<String, Vm> guests;
  private final Map<String, MptcpHost> hosts = new LinkedHashMap<>();
  private final Map<String, List<Splat>> logged = new ConcurrentHashMap<>();

  Lab(Topology topology, Ingredients ingredients, Fabric fabric, Map<String, Vm> guests) {
    this.topology = topology;
    this.ingredients = ingredients;
    this.fabric = fabric;
    this.guests = new LinkedHashMap<>(guests);
    guests.forEach((name, guest) -> hosts.put(name, MptcpHost.of(guest)));
  }

  /** Captures every wire from now on, in a file of its name. */
  void capture(Path evidence) throws IOException {
    for (LiveWire wire : fabric.wires()) {
      wire.capture(
          evidence.resolve(wire.name() + ".pcapng"),
          Capture.DEFAULT_MAX_BYTES,
          ingredients.allowance()::take);
    }
  }

  /** Topology that the lab was made from. */
  public Topology topology() {
    return topology;
  }

  /** The guests, in the order of the topology. */
  public List<Vm> guests() {
    return List.copyOf(guests.values());
  }

  /**
   * The guest of that name.
   *
   * @throws IllegalArgumentException when the topology has none
   */
  public Vm guest(String name) {
    topology.host(name);
    return Objects.requireNonNull(guests.get(name));
  }

  /**
   * The guest of that name as an MPTCP host.
   *
   * @throws IllegalArgumentException when the topology has none
   */
  public MptcpHost host(String name) {
    topology.host(name);
    return Objects.requireNonNull(hosts.get(name));
  }

  /** The kernel of a guest. */
  Kernel kernel(String guest) {
    return ingredients.artifacts().kernelOf(topology.host(guest));
  }

  /**
   * Knowledge of the kernel of a guest.
   *
   * @throws IllegalArgumentException when the topology has no such guest
   * @throws dev.subflow.failure.InfrastructureException when its configuration can't be read
   */
  public KernelUnderTest kernelUnderTest(String guest) {
    return ingredients.artifacts().kernelUnderTest(topology.host(guest));
  }

  /**
   * The wire of that name.
   *
   * @throws IllegalArgumentException when the topology has none
   */
  public LiveWire wire(String name) {
    return fabric.wire(name);
  }

  /** Takes away or gives back the carrier of a NIC, as pulling a cable does. */
  public void setCarrier(String host, String nic, boolean up) {
    guest(host).setCarrier(nic, up);
    if (!up) {
      String wire =
          topology.host(host).nics().stream()
              .filter(n -> n.name().equals(nic))
              .map(Nic::wire)
              .findFirst()
              .orElseThrow();
      fabric.wire(wire).losesFrames("without the carrier of " + host + "/" + nic);
    }
  }

  /** What was done to the frames of the wires so far, for the auditor of their captures. */
  public Circumstances circumstances() {
    return new Circumstances(
        fabric.wires().stream().flatMap(wire -> wire.interferences().stream()).toList());
  }

  /**
   * Looks into the kernel logs of guests that live for splats which their consoles do not show;
   * {@link #splats} has them from then on. Costs a command in each.
   *
   * @return why, for each guest whose log can't be had
   */
  public List<GuestException> readKernelLogs() {
    Map<String, GuestException> silent = new ConcurrentSkipListMap<>();
    each(
        guest -> {
          if (guest.fate().isEmpty() && guest.isRunning()) {
            try {
              logged.put(guest.name(), KernelLog.read(guest));
            } catch (GuestException e) {
              silent.put(guest.name(), guest.fate().orElse(e));
            }
          }
        });
    return List.copyOf(silent.values());
  }

  /** Does something with all guests at once, and returns when it is done with each. */
  public void each(Consumer<Vm> action) {
    EachGuest.atOnce(guests.values(), action);
  }

  /** Splats of the kernels by guest; empty when all is well. */
  public Map<String, List<Splat>> splats() {
    Map<String, List<Splat>> found = new LinkedHashMap<>();
    guests.forEach(
        (name, guest) -> {
          List<Splat> splats =
              KernelLog.merged(guest.splats(), logged.getOrDefault(name, List.of()));
          if (!splats.isEmpty()) {
            found.put(name, splats);
          }
        });
    return found;
  }

  /**
   * Guests that died, hang or are lost, those included that nobody has talked to; empty when all of
   * them live. Costs a question to each, and 10 s where one does not answer.
   *
   * @return why, a {@link dev.subflow.guest.GuestCrashedException} or a {@link GuestLostException}
   *     for each of them, crashes first
   */
  public List<GuestException> deaths() {
    return SignsOfLife.missing(guests.values());
  }

  /**
   * Makes sure that all guests live.
   *
   * @throws GuestException the first of {@link #deaths}
   */
  public void requireGuests() {
    deaths().stream()
        .findFirst()
        .ifPresent(
            why -> {
              throw why;
            });
  }

  /** Guests that are known to be gone already; asks nobody. */
  public List<GuestException> knownDeaths() {
    return guests.values().stream().flatMap(guest -> guest.fate().stream()).toList();
  }

  /** Guests whose console logs are incomplete, with the reason; they were watched all the same. */
  public Map<String, String> consoleGaps() {
    Map<String, String> gaps = new LinkedHashMap<>();
    guests.forEach((name, guest) -> guest.consoleGap().ifPresent(why -> gaps.put(name, why)));
    return gaps;
  }

  /**
   * Says that this machine was too busy to judge by, where it was.
   *
   * @throws GuestLostException for the first guest that was starved of processor time
   */
  public void requireEnoughProcessorTime(Throwable failure) {
    guests.values().forEach(guest -> guest.requireEnoughProcessorTime(failure));
  }

  /**
   * Asks every guest that lives for its counters, sockets, addresses and kernel log; whoever
   * listens to commands gets the answers.
   */
  public void askWhatHappened() {
    FailureSnapshot.take(this);
  }

  /**
   * Traces that kernels printed, with file and line of their frames, each under its guest's name;
   * empty where no kernel has debug information, or it can't be done. A lab that has ended can be
   * asked, too.
   *
   * @param splats by guest
   */
  public Optional<String> decode(Map<String, List<Splat>> splats) {
    return ingredients.traces().of(topology, splats);
  }

  /** Has kernels forget what they counted, boot included, if they count coverage. */
  public void resetCoverage() {
    GuestCounts.reset(this);
  }

  /** Fetches what they counted since into {@code gcov-GUEST.tar}; of a dead guest nothing. */
  public void fetchCoverage(Path evidence) {
    GuestCounts.fetch(this, evidence);
  }

  /**
   * Has the Nth allocation of MPTCP fail in a guest, from now on counted.
   *
   * @param nth from 1
   * @throws dev.subflow.failure.InfrastructureException when the guest refuses it; a kernel without
   *     {@link AllocationFaults#OPTIONS} does
   */
  public void failAllocation(String guest, int nth) {
    AllocationFaults.arm(guest(guest), nth);
  }

  /** Lets allocations succeed again; empty when the guest does not say whether one had failed. */
  public Optional<AllocationFailure> failedAllocation(String guest) {
    return AllocationFaults.disarm(guest(guest));
  }

  /**
   * Has kernels with kmemleak look for memory that leaked, which takes some seconds; by guest,
   * where there is any. The kernel says on the console how many it found.
   */
  public Map<String, String> findLeaks() {
    return LeakScan.reports(this);
  }

  /** Ends everything; what one part throws does not keep the others from ending. */
  @Override
  public void close() {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    parts.push(fabric);
    guests.values().forEach(parts::push);
    Closing.all(parts);
  }
}
