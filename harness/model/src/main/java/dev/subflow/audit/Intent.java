// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.TcpEnd;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the kernel's path manager of a host was told over time: its endpoints and limits.
 *
 * <p>It is known as long as every command is understood that the host was given since it booted.
 * From a program on that may have told the path manager anything, from another path manager,
 * another network namespace or forwarding on it is unknown, and the host is not judged.
 */
public final class Intent {
  private final Optional<String> unknown;
  private final Instant unknownFrom;
  private final List<Wanted> endpoints;
  private final List<Removal> removals;
  private final List<Limit> subflows;
  private final List<Limit> accepted;
  private final List<Span> closings;
  private final List<Span> reroutings;

  /**
   * A command that takes endpoints away.
   *
   * @param id that was named; empty: all
   * @param of the endpoints that it may mean
   */
  record Removal(Span span, OptionalInt id, List<Wanted> of) {
    /** Whether a host with this first address may tell of it by this ID. */
    boolean mayBeTold(int number, Optional<InetAddress> first) {
      if (id.isPresent() && id.getAsInt() == number) {
        return true;
      }
      return of.stream()
          .anyMatch(
              wanted ->
                  (number == 0 && first.filter(wanted::isOf).isPresent())
                      || (id.isEmpty() && (wanted.id().isEmpty() || wanted.has(number))));
    }
  }

  /** A limit that was set. */
  record Limit(Span span, int value) {}

  Intent(IntentReader read) {
    unknown = read.unknown();
    unknownFrom = read.unknownFrom();
    endpoints = List.copyOf(read.endpoints());
    removals = List.copyOf(read.removals());
    subflows = List.copyOf(read.subflows());
    accepted = List.copyOf(read.accepted());
    closings = List.copyOf(read.closings());
    reroutings = List.copyOf(read.reroutings());
  }

  /**
   * What commands tell.
   *
   * @param settings kernel settings that the host had before the first command, by name
   * @param commands all that the host was given since then, in any order
   */
  public static Intent of(Map<String, String> settings, List<Given> commands) {
    IntentReader reader = new IntentReader();
    settings.forEach(reader::setting);
    List<Given> ordered = new ArrayList<>(commands);
    ordered.sort(Comparator.comparing(Given::began));
    ordered.forEach(reader::take);
    reader.end();
    return new Intent(reader);
  }

  /** Why it is not known from some moment on; empty when all of it is. */
  public Optional<String> unknown() {
    return unknown;
  }

  /** Whether it is known up to when a frame was made. */
  boolean isKnown(Instant seen) {
    return unknown.isEmpty() || unknownFrom.isAfter(seen.plus(Span.MARGIN));
  }

  /** The endpoints that may have been there when a frame was made, or before. */
  List<Wanted> endpoints(Instant seen) {
    return endpoints.stream().filter(wanted -> wanted.wasThere(seen)).toList();
  }

  /** Of these, the endpoints whose flags may count for a socket with this local end. */
  List<Wanted> endpoints(TcpEnd local, Instant seen) {
    return endpoints(seen).stream().filter(wanted -> wanted.isFor(local)).toList();
  }

  /** What may have taken endpoints away before a frame was made. */
  List<Removal> removals(Instant seen) {
    return removals.stream().filter(removal -> removal.span().mayPrecede(seen)).toList();
  }

  /**
   * Whether subflows may have been closed by a command, or kept from saying so by one about links,
   * addresses or routes, before a frame was made.
   */
  boolean mayHaveClosedSubflows(Instant seen) {
    return closings.stream().anyMatch(span -> span.mayPrecede(seen)) || isRerouted(seen);
  }

  /** Whether links, addresses or routes may have become others before a frame was made. */
  boolean isRerouted(Instant seen) {
    return reroutings.stream().anyMatch(span -> span.mayPrecede(seen));
  }

  /** The most subflows that a connection of that time may have; empty where that is not known. */
  OptionalInt mostSubflows(Instant from, Instant until) {
    return most(subflows, from, until);
  }

  /** The most addresses that it may accept; empty where that is not known. */
  OptionalInt mostAccepted(Instant from, Instant until) {
    return most(accepted, from, until);
  }

  private static OptionalInt most(List<Limit> limits, Instant from, Instant until) {
    OptionalInt known = OptionalInt.empty();
    for (Limit limit : limits) {
      if (!limit.span().ended().isAfter(from)) {
        known = OptionalInt.of(limit.value());
      } else if (known.isPresent() && limit.span().mayPrecede(until)) {
        known = OptionalInt.of(Math.max(known.getAsInt(), limit.value()));
      }
    }
    return known;
  }
}
