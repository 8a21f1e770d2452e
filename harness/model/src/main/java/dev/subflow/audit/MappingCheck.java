// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Where payload belongs in the data: mappings, checksums and DATA_FIN. */
final class MappingCheck implements Check {
  /** No test moves more: a number that is further off belongs to no data. */
  private static final long FAR = 1L << 40;

  @Override
  public void see(Sight sight, Findings findings) {
    if (!sight.isOfConnection()) {
      return;
    }
    payload(sight);
    sight.segment().options(Dss.class).forEach(dss -> dss(sight, dss, findings));
    sight
        .segment()
        .options(MpCapable.class)
        .filter(option -> option.dataLength().orElse(0) > 0)
        .forEach(option -> capable(sight, option, findings));
    add(sight, findings);
  }

  private static void payload(Sight sight) {
    int length = sight.segment().payloadLength();
    if (length > 0 && sight.isBehindHandshake() && sight.hasItsPayload()) {
      sight.half().bytes().add(sight.position(), sight.segment().payloadBuffer());
      sight.half().sums().sees(length);
    }
  }

  private static void capable(Sight sight, MpCapable option, Findings findings) {
    int length = option.dataLength().orElse(0);
    map(sight, new Mapping(1, 1 + length, 1, length, option.checksum()), findings);
  }

  /** The bytes that a mapping gives places to, as positions and places. */
  private record Mapping(long from, long to, long place, int length, OptionalInt checksum) {}

  private static void dss(Sight sight, Dss dss, Findings findings) {
    dss.mapping()
        .filter(mapping -> !mapping.isInfinite())
        .ifPresent(mapping -> mapping(sight, dss, mapping, findings));
  }

  private static void mapping(Sight sight, Dss dss, Dss.Mapping mapping, Findings findings) {
    long place = DataStream.place(mapping.dataSequence(), sight.sender());
    checkUse(sight, mapping, findings);
    if (place < 1 || place > FAR) {
      findings.broken(sight, Rule.FIRST_DATA, dss + " is " + place + " behind the initial number");
      return;
    }
    int bytes = mapping.length() - (dss.dataFin() ? 1 : 0);
    if (bytes > 0) {
      long from = Wrapping.near32(mapping.subflowSequence(), sight.half().payload().end());
      map(
          sight,
          new Mapping(from, from + bytes, place, mapping.length(), mapping.checksum()),
          findings);
    } else {
      alone(sight, mapping, place, findings);
    }
    if (dss.dataFin()) {
      fin(sight, place + bytes, findings);
    }
  }

  private static void checkUse(Sight sight, Dss.Mapping mapping, Findings findings) {
    if (mapping.checksum().isPresent() != sight.connection().usesChecksums()) {
      findings.broken(
          sight,
          Rule.CHECKSUM_USE,
          "a mapping "
              + (mapping.checksum().isPresent() ? "with" : "without")
              + " a checksum, where "
              + (sight.connection().usesChecksums() ? "one" : "no")
              + " host asked for it");
    }
  }

  /** A DATA_FIN without data. */
  private static void alone(Sight sight, Dss.Mapping mapping, long place, Findings findings) {
    if (mapping.subflowSequence() != 0) {
      findings.broken(
          sight,
          Rule.DATA_FIN_ALONE,
          "a DATA_FIN alone with the subflow sequence number " + mapping.subflowSequence());
    }
    mapping
        .checksum()
        .ifPresent(
            sent ->
                sum(
                    new Sums.Sum(
                        sight,
                        mapping.subflowSequence(),
                        mapping.subflowSequence(),
                        place,
                        mapping.length(),
                        sent),
                    findings));
  }

  private static void map(Sight sight, Mapping mapping, Findings findings) {
    DataStream data = sight.sender().data();
    if (data.infiniteFrom().isPresent() && mapping.place() > data.infiniteFrom().getAsLong()) {
      findings.broken(
          sight,
          Rule.FALLBACK_FINAL,
          "a mapping of data at " + mapping.place() + " after an infinite one");
    }
    long behind = mapping.place() + mapping.to() - mapping.from();
    if (data.fin().isPresent() && behind > data.fin().getAsLong()) {
      findings.broken(
          sight,
          Rule.DATA_FIN_LAST,
          "data up to " + (behind - 1) + " where the DATA_FIN is at " + data.fin().getAsLong());
    }
    Half half = sight.half();
    long shift = mapping.place() - mapping.from();
    OptionalLong other = half.placements().add(mapping.from(), mapping.to(), shift);
    if (other.isPresent()) {
      long before = half.placements().at(other.getAsLong()).orElseThrow().shift();
      findings.broken(
          sight,
          Rule.MAPPING_STABLE,
          "byte "
              + other.getAsLong()
              + " of the subflow is mapped anew, "
              + (shift - before)
              + " further on");
      return;
    }
    half.waiting()
        .take(mapping.from(), mapping.to())
        .forEach(piece -> DataCheck.place(half, piece, findings));
    mapping
        .checksum()
        .ifPresent(
            sent ->
                half.sums()
                    .add(
                        new Sums.Sum(
                            sight,
                            mapping.from(),
                            mapping.to(),
                            mapping.place(),
                            mapping.length(),
                            sent)));
  }

  private static void fin(Sight sight, long place, Findings findings) {
    OptionalLong before = sight.sender().data().fin();
    if (before.isPresent() && before.getAsLong() != place) {
      findings.broken(
          sight,
          Rule.DATA_FIN_STABLE,
          "a DATA_FIN at " + place + ", and before one at " + before.getAsLong());
    } else {
      sight.sender().data().fin(place, sight);
    }
  }

  /** Adds up the checksums of mappings whose payload is there. */
  private static void add(Sight sight, Findings findings) {
    Half half = sight.half();
    for (Sums.Sum sum : half.sums().complete(half.payload().contiguousFrom(1))) {
      sum(sum, findings);
    }
  }

  private static void sum(Sums.Sum sum, Findings findings) {
    Half half = sum.sight().half();
    int length = (int) (sum.to() - sum.from());
    ByteBuffer payload = half.bytes().read(sum.from(), length);
    if (payload.remaining() < length) {
      return;
    }
    long number = sum.sight().sender().initialDataSequence() + sum.place();
    int own = DssChecksum.of(number, sum.from(), sum.length(), payload);
    if (!DssChecksum.same(own, sum.checksum())) {
      findings.broken(
          sum.sight(),
          Rule.DATA_CHECKSUM,
          String.format("checksum %04x of a mapping that has %04x", sum.checksum(), own));
    }
  }
}
