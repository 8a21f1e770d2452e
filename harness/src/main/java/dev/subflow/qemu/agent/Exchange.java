// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu.agent;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.protocol.Frame;

/** A request that waits for its answers. Both methods are called by the channel's thread. */
interface Exchange {
  /** An answer arrived. */
  void received(Frame frame);

  /** No answer will ever arrive. May be called by any thread. */
  void lost(GuestException why);
}
