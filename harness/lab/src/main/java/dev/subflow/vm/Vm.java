// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.agent.GuestConfiguration;
import dev.subflow.failure.Splat;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.machine.CpuShare;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A guest and the machine that runs it, a process of this host.
 *
 * <p>Thread-safe. When the process or the kernel dies, every pending and later call fails with the
 * reason.
 */
public interface Vm extends Guest, AutoCloseable {
  /**
   * Names, addresses and sets everything in one round trip.
   *
   * @throws dev.subflow.failure.InfrastructureException naming every line that the guest refused
   */
  void configure(GuestConfiguration configuration, Duration timeout);

  /** Takes away or gives back the carrier of a NIC, as pulling a cable does. */
  void setCarrier(String nic, boolean up);

  /** Every splat that its kernel printed so far. */
  List<Splat> splats();

  /**
   * Asks its agent for a sign of life, which is cheap.
   *
   * @return false when none came within {@code patience}
   * @throws GuestException when the guest is lost, or was lost before
   */
  boolean ping(Duration patience);

  /** Why the log of its console is incomplete, such as a full disk; empty when it is whole. */
  Optional<String> consoleGap();

  /** Why it is gone; empty while it lives. */
  Optional<GuestException> fate();

  /** Whether its machine still runs. */
  boolean isRunning();

  /** The number of the machine's process on the host. */
  long pid();

  /** Processor time of the guest so far; empty where the host does not account for it. */
  Optional<CpuShare> processorTime();

  /** Lack of processor time, in words; empty when the guest had enough to judge its kernel by. */
  Optional<String> starvation();

  /**
   * Says that this machine was too busy to judge by, where it was.
   *
   * @throws GuestLostException when it was starved of processor time
   */
  default void requireEnoughProcessorTime(Throwable failure) {
    Optional<String> starvation = starvation();
    if (starvation.isPresent()) {
      throw GuestLostException.starved(name(), starvation.get(), failure);
    }
  }

  /** Ends the guest at once; its state is worth nothing. */
  @Override
  void close();
}
