// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

/** Where whole frames come from that are to be carried now: a port or a lane. For the loop only. */
interface Source {
  /** The port that sent them. */
  int index();

  /** The frames. */
  Ingress ingress();

  Tally tally();

  /** Counts frames that leave here. */
  void sent(int frames, long bytes);

  /** Ends a stream whose next length can't be that of a frame. */
  void reject(int length);

  /** Goes on after a receiver had no room. */
  void resume();
}
