// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Middlebox} on a wire, until it is detached or throws. Thread-safe; closing detaches it.
 */
public final class AttachedMiddlebox implements AutoCloseable {
  private final WireLoop loop;
  private final Middlebox middlebox;
  private final List<Lane> lanes;
  private final Failures failures;
  private final Runnable onRemoval;
  private boolean attached = true;
  private long frames;
  private @Nullable Throwable failure;

  AttachedMiddlebox(
      WireLoop loop, Middlebox middlebox, List<Lane> lanes, Failures failures, Runnable onRemoval) {
    this.loop = loop;
    this.middlebox = middlebox;
    this.lanes = lanes;
    this.failures = failures;
    this.onRemoval = onRemoval;
    lanes.forEach(lane -> lane.add(this));
  }

  /** Takes it off the wire: when this returns, it gets no further frame. */
  public void detach() {
    loop.run(this::remove);
  }

  @Override
  public void close() {
    detach();
  }

  /** Whether it still gets frames. */
  public boolean isAttached() {
    return loop.call(() -> attached);
  }

  /** Frames it got so far. */
  public long frames() {
    return loop.call(() -> frames);
  }

  /** Exception that ended the middlebox, if one did. */
  public Optional<Throwable> failure() {
    return loop.call(() -> Optional.ofNullable(failure));
  }

  private void remove() {
    if (attached) {
      onRemoval.run();
    }
    attached = false;
    lanes.forEach(lane -> lane.remove(this));
  }

  List<Frame> pass(Frame frame, Crossing crossing) {
    if (!attached) {
      return List.of(frame);
    }
    frames++;
    return contained(() -> middlebox.pass(frame, crossing), List.of(frame));
  }

  /** Frames that the box gives; something else when it throws or gives too much. */
  List<Frame> contained(Supplier<List<Frame>> work, List<Frame> otherwise) {
    try {
      List<Frame> given = List.copyOf(work.get());
      if (given.size() > Middlebox.MAX_FRAMES) {
        throw new IllegalArgumentException(
            given.size() + " frames came of one; " + Middlebox.MAX_FRAMES + " may");
      }
      given.forEach(Framing::require);
      return given;
    } catch (RuntimeException | Error e) {
      failure = e;
      remove();
      failures.add("middlebox " + PartName.of(middlebox), e);
      return otherwise;
    }
  }

  @Override
  public String toString() {
    return PartName.of(middlebox);
  }
}
