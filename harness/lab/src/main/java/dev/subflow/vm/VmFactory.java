// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.agent.CommandListener;

/** Brings guests up. Implementations are thread-safe. */
@FunctionalInterface
public interface VmFactory {
  /**
   * Makes a guest that is ready for commands, by a boot or as a copy of a frozen guest, unless that
   * is ruled out.
   *
   * @param listener told of every command in the guest
   * @throws dev.subflow.guest.GuestCrashedException when its kernel dies before it is ready
   * @throws dev.subflow.guest.GuestNotBootedException when it had its time and is not ready
   * @throws dev.subflow.guest.GuestLostException when that is the machine's doing
   * @throws dev.subflow.failure.InfrastructureException when the machine can't be started
   */
  Vm start(GuestSpec spec, CommandListener listener);
}
