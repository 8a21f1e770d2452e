// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.PacketMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what crossed the wires.
 *
 * <p>Packets count as often as they crossed; {@link #ignoringRetransmissions} changes that. Where
 * the capture is incomplete, an assertion that can't be judged throws {@link
 * IllegalStateException}, which makes a test inconclusive: neither passed nor failed.
 */
public final class PacketTraceAssert extends ModelAssert<PacketTraceAssert, PacketTrace> {
  PacketTraceAssert(@Nullable PacketTrace actual) {
    super(actual, PacketTraceAssert.class);
  }

  @Override
  String raw() {
    return TraceListing.of(model());
  }

  @Override
  String title() {
    return "packets";
  }

  /** Goes on without the packets whose SYN, payload or FIN had been sent before. */
  public PacketTraceAssert ignoringRetransmissions() {
    return new PacketTraceAssert(model().withoutRetransmissions()).as(info.description());
  }

  /** There is a packet for each of these descriptions, in whatever order. */
  public PacketTraceAssert contains(PacketMatcher... wanted) {
    List<PacketMatcher> missing = Arrays.stream(wanted).filter(w -> matching(w).isEmpty()).toList();
    if (!missing.isEmpty()) {
      requireComplete("contains " + missing);
    }
    checkNothing("expected packets that are not there", missing, List.of());
    return this;
  }

  /** There are packets for these descriptions, one after the other; others may stand between. */
  public PacketTraceAssert containsInOrder(PacketMatcher... wanted) {
    List<String> found = new ArrayList<>();
    for (CapturedFrame frame : model().frames()) {
      if (found.size() < wanted.length && wanted[found.size()].matches(frame.frame())) {
        found.add(model().line(frame));
      }
    }
    if (found.size() < wanted.length) {
      List<PacketMatcher> all = Arrays.asList(wanted);
      requireComplete("contains in this order " + all);
      throw failure(
          "expected packets in this order: "
              + all
              + list("missing", all.subList(found.size(), all.size()))
              + list("found before", found));
    }
    return this;
  }

  /** There is no packet for any of these descriptions. */
  public PacketTraceAssert doesNotContain(PacketMatcher... unwanted) {
    for (PacketMatcher matcher : unwanted) {
      checkNothing("expected no packet " + matcher, List.of(), lines(matching(matcher)));
    }
    requireComplete("does not contain " + Arrays.asList(unwanted));
    return this;
  }

  /** There are so many packets for a description. */
  public PacketTraceAssert containsExactly(int count, PacketMatcher wanted) {
    List<CapturedFrame> found = matching(wanted);
    if (found.size() <= count) {
      requireComplete("contains exactly " + count + " " + wanted);
    }
    if (found.size() != count) {
      throw failure(count, wanted, found);
    }
    return this;
  }

  /** There are so many packets for a description, or more. */
  public PacketTraceAssert containsAtLeast(int count, PacketMatcher wanted) {
    List<CapturedFrame> found = matching(wanted);
    if (found.size() < count) {
      requireComplete("contains at least " + count + " " + wanted);
      throw failure(count, wanted, found);
    }
    return this;
  }

  private AssertionError failure(int count, PacketMatcher wanted, List<CapturedFrame> found) {
    return failure(
        "expected "
            + count
            + " packets "
            + wanted
            + " but found "
            + found.size()
            + list("found", lines(found)));
  }

  private List<CapturedFrame> matching(PacketMatcher wanted) {
    return model().matching(wanted);
  }

  private List<String> lines(List<CapturedFrame> frames) {
    return TraceListing.bounded(frames, model()::line);
  }

  /** Refuses to judge where the frame that is sought may be among those that are missing. */
  private void requireComplete(String claim) {
    if (model().missingFrames() > 0) {
      throw new IllegalStateException(
          "the capture lacks "
              + model().missingFrames()
              + " frames, so it can't be said whether it "
              + claim
              + "; its log tells whether its bound or the disk was the cause");
    }
    if (!model().unreadable().isEmpty()) {
      throw new IllegalStateException(
          "TCP packets that can't be read are among the captured ones, so it can't be said whether it "
              + claim
              + list("unreadable", model().unreadable()));
    }
    if (!model().gaps().isEmpty()) {
      throw new IllegalStateException(
          "the capture is not whole, so it can't be said whether it "
              + claim
              + ": "
              + String.join("; ", model().gaps()));
    }
  }
}
