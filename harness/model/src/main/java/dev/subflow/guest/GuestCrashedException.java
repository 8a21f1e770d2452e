// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import dev.subflow.failure.Splat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The kernel under test panicked, oopsed, hung, powered itself off or complained: verdict CRASH.
 * The message is for people; whoever judges takes the fields.
 */
public final class GuestCrashedException extends GuestException {
  private final How how;
  private final transient List<Splat> splats;

  /** Deeds of a kernel. */
  public enum How {
    /** The kernel panicked or oopsed, and the guest is gone. */
    DIED("its kernel died"),
    /** The kernel powered itself off or rebooted, which nobody had asked for. */
    WENT_DOWN("it went down by itself"),
    /** The kernel no longer answers, though its machine runs and has processors to run on. */
    HUNG("its kernel hung"),
    /** The kernel printed a splat that the test did not expect. */
    SPLAT("its kernel printed a splat"),
    /** The kernel lost memory. */
    LEAK("its kernel lost memory");

    private final String words;

    How(String words) {
      this.words = words;
    }
  }

  /**
   * Something that a kernel did.
   *
   * @param circumstances in words, to be read after those for what it did; may be empty
   * @param splats what it printed, in order; the one that decides is shown
   */
  public GuestCrashedException(String guest, How how, String circumstances, List<Splat> splats) {
    super(guest, reason(how, circumstances, splats));
    this.how = how;
    this.splats = List.copyOf(splats);
  }

  private static String reason(How how, String circumstances, List<Splat> splats) {
    Objects.requireNonNull(circumstances, "circumstances");
    return how.words
        + circumstances
        + decisive(how, splats).map(s -> "\n" + String.join("\n", s.lines())).orElse("");
  }

  private static Optional<Splat> decisive(How how, List<Splat> splats) {
    return splats.stream()
        .filter(splat -> how != How.DIED || splat.kind().isDeadly())
        .findFirst()
        .or(() -> splats.stream().findFirst());
  }

  /** Deed of the kernel. */
  public How how() {
    return how;
  }

  @Override
  public List<Splat> splats() {
    return splats;
  }

  /** The splat that the message shows: the deadly one of a kernel that died, else the first. */
  public Optional<Splat> decisive() {
    return decisive(how, splats);
  }
}
