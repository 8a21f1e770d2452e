// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.audit.Interference;
import dev.subflow.topology.Impairment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Record of what was done to the frames of one wire. For the loop only. */
final class Interferences {
  private final WallClock clock;
  private final List<Interference> all = new ArrayList<>();

  Interferences(WallClock clock) {
    this.clock = clock;
  }

  private Instant now() {
    return Instant.ofEpochSecond(0, clock.nanos());
  }

  /**
   * A middlebox begins to work on lanes.
   *
   * @return to be called when it ends
   */
  Runnable begin(String what, List<Lane> lanes, Set<Alteration> alterations) {
    List<Interference> begun = new ArrayList<>();
    for (Lane lane : lanes) {
      for (Alteration alteration : alterations) {
        begun.add(
            new Interference(
                nic(lane.direction()),
                what,
                alteration.kind(),
                alteration.subtypes(),
                now(),
                Instant.MAX));
      }
    }
    all.addAll(begun);
    return () -> {
      // What it has changed may still be under way.
      if (lanes.stream().allMatch(lane -> lane.framesUnderWay() == 0)) {
        all.replaceAll(i -> begun.contains(i) ? ended(i) : i);
      }
    };
  }

  private Interference ended(Interference i) {
    return new Interference(i.nic(), i.what(), i.kind(), i.subtypes(), i.since(), now());
  }

  private static String nic(Direction direction) {
    return direction.host() + direction.nic().map(nic -> "/" + nic).orElse("");
  }

  /** Lanes are impaired from now on; what is under way keeps its damage when that ends. */
  void impaired(Impairment impairment, List<Lane> lanes) {
    boolean loses =
        impairment.isBlackhole() || !impairment.loss().isNone() || impairment.rate().isPresent();
    if (loses) {
      begin(impairment.toString(), lanes, Set.of(Alteration.of(Interference.Kind.LOSS)));
    }
    if (impairment.corruption() > 0) {
      begin(impairment.toString(), lanes, Set.of(Alteration.of(Interference.Kind.DAMAGE)));
    }
  }

  /** Frames of a NIC may be lost from now on. */
  void loses(String nic, String what) {
    all.add(new Interference(nic, what, Interference.Kind.LOSS, Set.of(), now(), Instant.MAX));
  }

  List<Interference> all() {
    return List.copyOf(all);
  }
}
