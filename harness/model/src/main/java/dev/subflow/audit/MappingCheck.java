// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFail;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Where payload belongs in the data: mappings, checksums, DATA_FIN, and fallback. */
final class MappingCheck implements Check {
  /** No test moves more: a number that is further off belongs to no data. */
  private static final long FAR = 1L << 40;

  private final Set<Half> halves = new LinkedHashSet<>();
  private final List<Unmapped> unmapped = new ArrayList<>();

  private record Unmapped(Sight sight, long from, long to) {}

  @Override
  public void see(Sight sight, Consumer<Finding> findings) {
    if (sight.subflow().kind() == Subflow.Kind.PLAIN || !sight.connection().hasKeys()) {
      return;
    }
    Segment segment = sight.segment();
    if (segment.options(MpFail.class).findAny().isPresent()) {
      sight.connection().fallsBack();
    }
    segment.options(Dss.class).forEach(dss -> dss(sight, dss, findings));
    segment
        .options(MpCapable.class)
        .filter(option -> option.dataLength().orElse(0) > 0)
        .forEach(option -> capable(sight, option, findings));
    if (segment.payloadLength() > 0 && !segment.isSyn() && !segment.isSynAck()) {
      payload(sight);
    }
  }

  private void capable(Sight sight, MpCapable option, Consumer<Finding> findings) {
    int length = option.dataLength().orElse(0);
    map(sight, new Half.Mapped(1, 1 + length, 1, option.checksum(), length, sight), findings);
  }

  private void dss(Sight sight, Dss dss, Consumer<Finding> findings) {
    sight.half().sendsDss();
    DataStream data = sight.sender().data();
    dss.mapping()
        .ifPresent(
            mapping -> {
              long place =
                  DataStream.place(mapping.dataSequence(), sight.sender(), data.bytes().end());
              if (mapping.isInfinite()) {
                sight.connection().fallsBack();
                data.infiniteFrom(place);
                return;
              }
              checkUse(sight, mapping, findings);
              int bytes = mapping.length() - (dss.dataFin() ? 1 : 0);
              if (place < 1 || place > FAR) {
                findings.accept(
                    sight.breaks(
                        Rule.FIRST_DATA, dss + " is " + place + " behind the initial number"));
                return;
              }
              if (bytes > 0) {
                long from =
                    Wrapping.near32(mapping.subflowSequence(), sight.half().payload().end());
                map(
                    sight,
                    new Half.Mapped(
                        from, from + bytes, place, mapping.checksum(), mapping.length(), sight),
                    findings);
              }
              if (dss.dataFin()) {
                fin(sight, place + bytes, findings);
              }
            });
  }

  private static void checkUse(Sight sight, Dss.Mapping mapping, Consumer<Finding> findings) {
    if (mapping.checksum().isPresent() != sight.connection().usesChecksums()) {
      findings.accept(
          sight.breaks(
              Rule.CHECKSUM_USE,
              "a mapping "
                  + (mapping.checksum().isPresent() ? "with" : "without")
                  + " a checksum, where "
                  + (sight.connection().usesChecksums() ? "one" : "no")
                  + " host asked for it"));
    }
  }

  private void map(Sight sight, Half.Mapped mapped, Consumer<Finding> findings) {
    halves.add(sight.half());
    DataStream data = sight.sender().data();
    if (data.infiniteFrom().isPresent() && mapped.data() > data.infiniteFrom().getAsLong()) {
      findings.accept(
          sight.breaks(
              Rule.FALLBACK_FINAL,
              "a mapping of data at " + mapped.data() + " after an infinite one"));
    }
    if (data.fin().isPresent()
        && mapped.data() + mapped.to() - mapped.from() > data.fin().getAsLong()) {
      findings.accept(
          sight.breaks(
              Rule.DATA_FIN_LAST,
              "data up to "
                  + (mapped.data() + mapped.to() - mapped.from() - 1)
                  + " where the DATA_FIN is at "
                  + data.fin().getAsLong()));
    }
    List<Half.Mapped> known = sight.half().mappings();
    for (Half.Mapped other : known) {
      if (mapped.disagrees(other)) {
        findings.accept(
            sight.breaks(
                Rule.MAPPING_STABLE,
                "byte "
                    + Math.max(mapped.from(), other.from())
                    + " of the subflow is mapped anew, "
                    + (mapped.data() - mapped.from() - other.data() + other.from())
                    + " further on"));
        return;
      }
    }
    if (known.stream().noneMatch(m -> m.from() == mapped.from() && m.to() >= mapped.to())) {
      known.add(mapped);
    }
  }

  private static void fin(Sight sight, long place, Consumer<Finding> findings) {
    OptionalLong before = sight.sender().data().fin();
    if (before.isPresent() && before.getAsLong() != place) {
      findings.accept(
          sight.breaks(
              Rule.DATA_FIN_STABLE,
              "a DATA_FIN at " + place + ", and before one at " + before.getAsLong()));
    } else {
      sight.sender().data().fin(place);
    }
  }

  private void payload(Sight sight) {
    Segment segment = sight.segment();
    Half half = sight.half();
    halves.add(half);
    long from = half.position(segment.sequence());
    long to = from + segment.payloadLength();
    byte[] bytes = segment.payload();
    if (from >= 1 && bytes.length == segment.payloadLength()) {
      half.payload().add(from, bytes);
    }
    boolean agreed = half.sentDss() && sight.peerHalf().sentDss();
    if (agreed && !sight.connection().mayHaveFallenBack() && from >= 1) {
      unmapped.add(new Unmapped(sight, from, to));
    }
    if (!segment.isMptcp() && !agreed) {
      sight.connection().fallsBack();
    }
  }

  @Override
  public void end(Consumer<Finding> findings) {
    for (Unmapped u : unmapped) {
      if (!u.sight().connection().mayHaveFallenBack()) {
        covered(u, findings);
      }
    }
    for (Half half : halves) {
      half.mappings().forEach(mapped -> checksum(half, mapped, findings));
    }
  }

  private static void covered(Unmapped u, Consumer<Finding> findings) {
    long next = u.from();
    boolean more = true;
    while (more && next < u.to()) {
      long at = next;
      next =
          u.sight().half().mappings().stream()
              .filter(m -> m.covers(at))
              .mapToLong(Half.Mapped::to)
              .max()
              .orElse(at);
      more = next > at;
    }
    if (next < u.to()) {
      findings.accept(
          u.sight()
              .breaks(
                  Rule.MAPPING_MISSING,
                  (u.to() - next)
                      + " bytes from byte "
                      + next
                      + " of the subflow have no mapping"));
    }
  }

  private static void checksum(Half half, Half.Mapped mapped, Consumer<Finding> findings) {
    if (mapped.checksum().isEmpty()) {
      return;
    }
    int bytes = (int) (mapped.to() - mapped.from());
    byte[] payload = half.payload().read(mapped.from(), bytes).toArray();
    long number = mapped.told().sender().initialDataSequence() + mapped.data();
    int own = DssChecksum.of(number, mapped.from(), mapped.length(), payload);
    OptionalInt sent = mapped.checksum();
    if (payload.length == bytes && sent.isPresent() && !DssChecksum.same(own, sent.getAsInt())) {
      findings.accept(
          mapped
              .told()
              .breaks(
                  Rule.DATA_CHECKSUM,
                  String.format("checksum %04x of a mapping that has %04x", sent.getAsInt(), own)));
    }
  }
}
