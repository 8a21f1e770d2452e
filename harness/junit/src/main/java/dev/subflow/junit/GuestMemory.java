// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.machine.Memory;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets labs come up only as long as the memory of all guests alive fits into a budget. Thread-safe;
 * who waits longest is served first.
 */
public final class GuestMemory {
  /** QEMU itself, and what it translates. */
  private static final int QEMU_MIB = 64;

  private static final long MIB = 1 << 20;

  private final int budgetMib;
  private final Semaphore free;

  GuestMemory(long budgetMib) {
    this.budgetMib = (int) Math.max(1, Math.min(Integer.MAX_VALUE, budgetMib));
    this.free = new Semaphore(this.budgetMib, true);
  }

  /** The budget that a setting names in MiB, else that of what is available now. */
  static GuestMemory of(Optional<Long> settingMib) {
    return new GuestMemory(settingMib.orElseGet(() -> budgetMib(Memory.availableBytes())));
  }

  /** Three quarters: the page cache that all guests share, and the JVM, want some too. */
  static long budgetMib(long availableBytes) {
    return availableBytes / 4 * 3 / MIB;
  }

  /**
   * Waits until the guests of a topology fit. One that is larger than the whole budget waits until
   * it is alone.
   */
  Permit acquire(Topology topology) {
    return acquireMib(wanted(topology));
  }

  /** Waits until guests of that size, all together, fit. */
  public Permit acquireMib(long mib) {
    int wanted = (int) Math.min(budgetMib, mib);
    free.acquireUninterruptibly(wanted);
    return new Permit(wanted);
  }

  /** Whether the guests of a topology would fit now. */
  boolean hasRoom(Topology topology) {
    return free.availablePermits() >= wanted(topology);
  }

  private int wanted(Topology topology) {
    return (int)
        Math.min(
            budgetMib,
            topology.hosts().stream().mapToLong(HostSpec::memoryMib).map(m -> m + QEMU_MIB).sum());
  }

  /** Leave for the guests of one lab. */
  public final class Permit implements AutoCloseable {
    private final int mib;
    private final AtomicBoolean released = new AtomicBoolean();

    private Permit(int mib) {
      this.mib = mib;
    }

    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        free.release(mib);
      }
    }
  }
}
