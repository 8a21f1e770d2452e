// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.util.regex.Pattern;

/** Parts of observations that tell how fast a machine was, not how its kernel behaves. */
public final class TimingParts {
  /** Data that came late, twice or out of order, and windows that two subflows moved at once. */
  private static final Pattern COUNTERS =
      Pattern.compile(
          "counters/.*/MPTcpExt(OFO.*|SndWndShared|RcvWndShared|RcvWndConflict.*|DuplicateData"
              + "|RcvPruned|MPTCPRetrans|SubflowStale|SubflowRecover|WinProbe|DSSNotMatching)");

  private TimingParts() {}

  /** Whether a part is one. */
  public static boolean has(String path) {
    return COUNTERS.matcher(path).matches();
  }
}
