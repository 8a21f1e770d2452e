// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.mptcp.EndpointFlag;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.packet.TcpEnd;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** An endpoint of the kernel's path manager, from the command that added it on. */
final class Wanted {
  private final EndpointSpec spec;
  private final InetAddress address;
  private final Span added;
  private final List<Change> changes = new ArrayList<>();
  private OptionalInt id;
  private Optional<Span> deleted = Optional.empty();
  private Instant doubtful = Instant.MAX;

  /** A change of the flag backup; empty where nobody knows to what. */
  private record Change(Span span, Optional<Boolean> backup) {}

  Wanted(EndpointSpec spec, InetAddress address, Span added) {
    this.spec = spec;
    this.address = address;
    this.added = added;
    this.id = spec.id();
  }

  /** The ID that it was given, or was shown with; empty where only the kernel knows. */
  OptionalInt id() {
    return id;
  }

  boolean has(int number) {
    return id.isPresent() && id.getAsInt() == number;
  }

  void learn(int number) {
    id = OptionalInt.of(number);
  }

  boolean has(EndpointFlag flag) {
    return spec.flags().contains(flag);
  }

  boolean isOf(InetAddress other) {
    return address.equals(other);
  }

  boolean isOf(InetAddress other, OptionalInt port) {
    return isOf(other) && spec.port().equals(port);
  }

  /** Whether its flags may count for a socket with this local end. */
  boolean isFor(TcpEnd local) {
    return isOf(local.address())
        && (spec.port().isEmpty() || spec.port().getAsInt() == local.port());
  }

  boolean isDeleted() {
    return deleted.isPresent();
  }

  void delete(Span span) {
    deleted = Optional.of(span);
  }

  /** Takes note of a command about an endpoint that may be this one. */
  void doubt(Span span) {
    doubtful = span.began().isBefore(doubtful) ? span.began() : doubtful;
    change(span, Optional.empty());
  }

  void change(Span span, Optional<Boolean> backup) {
    changes.add(new Change(span, backup));
  }

  /** Whether it was shown, or might have been, by a command that took this time. */
  boolean isOfTime(Span shown) {
    return added.mayPrecede(shown.ended())
        && (deleted.isEmpty() || !deleted.get().ended().isBefore(shown.began()));
  }

  /** Whether it may have been there when, or before, a frame was made. */
  boolean wasThere(Instant seen) {
    return added.mayPrecede(seen);
  }

  /** Whether it was there, for certain, when a frame was made. */
  boolean isThere(Instant seen) {
    return added.precedes(seen)
        && deleted.filter(span -> span.mayPrecede(seen)).isEmpty()
        && doubtful.minus(Span.MARGIN).isAfter(seen);
  }

  /** Whether it was gone, for certain, when a frame was made. */
  boolean isGone(Instant seen) {
    return deleted.filter(span -> span.precedes(seen)).isPresent();
  }

  /** What the flag backup may have been when a frame was made. */
  Set<Boolean> backup(Instant seen) {
    Set<Boolean> values = new TreeSet<>(Set.of(has(EndpointFlag.BACKUP)));
    for (Change change : changes) {
      if (change.span().precedes(seen)) {
        values.clear();
      }
      if (change.span().mayPrecede(seen)) {
        values.addAll(change.backup().map(Set::of).orElse(Set.of(true, false)));
      }
    }
    return values;
  }

  @Override
  public String toString() {
    return spec.toString();
  }
}
