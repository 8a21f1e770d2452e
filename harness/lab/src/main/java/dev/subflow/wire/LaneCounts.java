// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

/** Counts of frames that came into a lane and of what its middleboxes did. For the loop only. */
final class LaneCounts {
  long frames;
  long bytes;
  long removed;
  long added;
  long answers;

  /** Counts what middleboxes made of frames: fewer or more of them. */
  void changed(int before, int after) {
    removed += Math.max(0, before - after);
    added += Math.max(0, after - before);
  }
}
