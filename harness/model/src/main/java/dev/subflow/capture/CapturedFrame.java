// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Frame;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A frame of a capture.
 *
 * @param time when it was seen; that of the frame before it where the format has none
 * @param nic the NIC it was seen on; in captures of wires the one that sent it
 * @param frame its bytes, as far as they were captured
 * @param comment absent unless some tool added one
 */
public record CapturedFrame(
    Instant time, CaptureInterface nic, Frame frame, Optional<String> comment) {
  public CapturedFrame {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(nic, "nic");
    Objects.requireNonNull(frame, "frame");
    Objects.requireNonNull(comment, "comment");
  }
}
