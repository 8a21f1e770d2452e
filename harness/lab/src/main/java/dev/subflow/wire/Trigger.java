// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.packet.Segment;
import java.util.Set;

/**
 * An action that waits on a wire for frames; see {@link LiveWire#when}. Thread-safe; closing
 * cancels it.
 */
public final class Trigger implements AutoCloseable {
  private final WireLoop loop;
  private final PacketMatcher matcher;
  private final Set<Port> senders;
  private final When.Threshold threshold;
  private final Runnable action;
  private final Failures failures;
  private boolean done;
  private boolean fired;
  private long frames;
  private long payloadBytes;

  Trigger(
      WireLoop loop,
      PacketMatcher matcher,
      Set<Port> senders,
      When.Threshold threshold,
      Runnable action,
      Failures failures) {
    this.loop = loop;
    this.matcher = matcher;
    this.senders = senders;
    this.threshold = threshold;
    this.action = action;
    this.failures = failures;
  }

  /** Whether the action has been called. */
  public boolean hasFired() {
    return loop.call(() -> fired);
  }

  /** Frames that matched so far; it counts no more once it has fired. */
  public long frames() {
    return loop.call(() -> frames);
  }

  /** Bytes of TCP payload in those frames, what was sent again counted again. */
  public long payloadBytes() {
    return loop.call(() -> payloadBytes);
  }

  /** Cancels it: when this returns, the action will not be called any more. */
  @Override
  public void close() {
    loop.run(() -> done = true);
  }

  boolean isDone() {
    return done;
  }

  /** Looks at a frame, and acts when it is the one that was waited for. */
  void see(Frame frame, Port sender) {
    if (done || !senders.contains(sender)) {
      return;
    }
    try {
      if (matcher.matches(frame)) {
        frames++;
        payloadBytes += frame.tcp().map(Segment::payloadLength).orElse(0);
        if (frames >= threshold.frames() && payloadBytes >= threshold.payloadBytes()) {
          done = true;
          fired = true;
          action.run();
        }
      }
    } catch (RuntimeException | Error e) {
      done = true;
      failures.add("trigger on " + PartName.of(matcher), e);
    }
  }
}
