// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a capture besides its frames.
 *
 * <p>Each interference excuses what it explains: options that are stripped on a way excuse the
 * rules that read them in frames of that way, and those that remember such options of the
 * connection. Delay, reordering and duplication explain nothing.
 *
 * @param interferences what was done to frames; empty where they are as their hosts sent them
 * @param intents what the path managers of hosts were told, by host; one without an entry is not
 *     judged by {@link Rule.Level#CONFIGURED} rules
 */
public record Circumstances(List<Interference> interferences, Map<String, Intent> intents) {
  /** Nothing is known: frames are taken for what their hosts sent. */
  public static final Circumstances NONE = new Circumstances(List.of());

  public Circumstances {
    interferences = List.copyOf(interferences);
    intents = Collections.unmodifiableMap(new LinkedHashMap<>(intents));
  }

  /** Circumstances in which nothing is known of what hosts were told. */
  public Circumstances(List<Interference> interferences) {
    this(interferences, Map.of());
  }

  /** The same, where it is known what hosts were told. */
  public Circumstances with(Map<String, Intent> known) {
    return new Circumstances(interferences, known);
  }

  /** The interferences by the NIC whose frames they meet. */
  Ways ways() {
    Map<String, List<Interference>> byNic = new LinkedHashMap<>();
    interferences.forEach(i -> byNic.computeIfAbsent(i.nic(), nic -> new ArrayList<>()).add(i));
    return new Ways(byNic);
  }

  /** The interferences of each way. */
  record Ways(Map<String, List<Interference>> byNic) {
    List<Interference> inForce(String nic, Instant time) {
      List<Interference> all = byNic.getOrDefault(nic, List.of());
      return all.isEmpty() ? all : all.stream().filter(i -> i.isInForce(time)).toList();
    }

    /** One that may have swallowed frames of a NIC, if there was any. */
    Optional<Interference> loss(String nic) {
      return byNic.getOrDefault(nic, List.of()).stream()
          .filter(i -> i.kind() == Interference.Kind.LOSS || i.kind() == Interference.Kind.DAMAGE)
          .findFirst();
    }
  }
}
