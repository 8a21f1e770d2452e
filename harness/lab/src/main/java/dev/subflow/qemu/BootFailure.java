// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestNotBootedException;
import java.util.List;
import java.util.Optional;

/**
 * Judges why a guest did not get ready: the machine's doing, or perhaps its kernel's.
 *
 * @param guest its name
 * @param fate why it is gone, if it is
 * @param starvation how little of the processors it had, if that was too little
 * @param console the last lines of its console
 * @param splats what its kernel printed that no healthy kernel prints
 * @param cause what was waited for, and did not come
 */
record BootFailure(
    String guest,
    Optional<GuestException> fate,
    Optional<String> starvation,
    List<String> console,
    List<Splat> splats,
    RuntimeException cause) {
  BootFailure {
    console = List.copyOf(console);
    splats = List.copyOf(splats);
  }

  GuestException judge() {
    if (fate.isPresent()) {
      // If QEMU has ended, that says more than the channel that broke.
      return fate.get();
    }
    if (starvation.isPresent()) {
      return GuestLostException.starved(guest, starvation.get(), cause);
    }
    String text = (cause instanceof GuestException e ? e.reason() : cause.getMessage()) + tail();
    // It is QEMU that did not answer.
    return cause instanceof InfrastructureException
        ? new GuestLostException(guest, text, cause)
        : new GuestNotBootedException(guest, text, splats, cause);
  }

  private String tail() {
    return console.isEmpty()
        ? "; its console is empty"
        : "; end of its console:\n" + String.join("\n", console);
  }
}
