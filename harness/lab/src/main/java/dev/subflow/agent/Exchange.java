// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.GuestException;

/** A request that waits for its answers. Both methods are called by the channel's thread. */
interface Exchange {
  /** An answer arrived. */
  void received(Frame frame);

  /** No answer will ever arrive. May be called by any thread. */
  void lost(GuestException why);
}
