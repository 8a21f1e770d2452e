// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import dev.subflow.packet.mptcp.MpCapable.Flag;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Options of every form. */
public final class AnyOption {
  private AnyOption() {}

  /** Those that RFC 8684 allows. */
  public static Arbitrary<MptcpOption> conforming() {
    Arbitrary<Set<Flag>> flags =
        Arbitraries.of(Set.of(Flag.H), Set.of(Flag.A, Flag.H), Set.of(Flag.A, Flag.C, Flag.H));
    Arbitrary<MptcpOption> signals =
        Combinators.combine(acks(), mappings(true), Arbitraries.of(true, false))
            .as((ack, mapping, fin) -> new Dss(ack, mapping, fin && mapping.isPresent()));
    return Arbitraries.oneOf(
        capables(Arbitraries.just(1), flags),
        joins(),
        signals,
        announcements().map(a -> a.echo() ? a.echoed() : a),
        removals(),
        others(Arbitraries.of(0, 1)));
  }

  /** All that the records can hold. */
  static Arbitrary<MptcpOption> representable() {
    Arbitrary<MptcpOption> signals =
        Combinators.combine(acks(), mappings(false), Arbitraries.of(true, false)).as(Dss::new);
    Arbitrary<MptcpOption> addresses =
        Combinators.combine(announcements(), longs().optional())
            .as((a, hmac) -> new AddAddr(a.echo(), a.addressId(), a.address(), a.port(), of(hmac)));
    return Arbitraries.oneOf(
        capables(Arbitraries.integers().between(0, 15), Arbitraries.of(Flag.class).set()),
        joins(),
        signals,
        addresses,
        removals(),
        others(Arbitraries.integers().between(0, 15)));
  }

  private static Arbitrary<MptcpOption> capables(
      Arbitrary<Integer> versions, Arbitrary<Set<Flag>> flags) {
    return Combinators.combine(
            versions, flags, Arbitraries.integers().between(0, 4), longs(), longs(), u16(), u16())
        .as(
            (version, set, fields, sender, receiver, length, checksum) ->
                new MpCapable(
                    version,
                    set,
                    fields > 0 ? OptionalLong.of(sender) : OptionalLong.empty(),
                    fields > 1 ? OptionalLong.of(receiver) : OptionalLong.empty(),
                    fields > 2 ? OptionalInt.of(length) : OptionalInt.empty(),
                    fields > 3 ? OptionalInt.of(checksum) : OptionalInt.empty()));
  }

  private static Arbitrary<MptcpOption> joins() {
    Arbitrary<Boolean> backup = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        Combinators.combine(backup, u8(), u32(), u32()).as(MpJoin.Syn::new),
        Combinators.combine(backup, u8(), longs(), u32()).as(MpJoin.SynAck::new),
        Arbitraries.bytes()
            .array(byte[].class)
            .ofSize(20)
            .map(hmac -> new MpJoin.Ack(Octets.of(hmac))));
  }

  private static Arbitrary<Optional<DataSequence>> acks() {
    return sequences().optional();
  }

  private static Arbitrary<Optional<Dss.Mapping>> mappings(boolean conforming) {
    return Combinators.combine(sequences(), u32(), u16(), u16().optional())
        .as(
            (sequence, subflow, length, checksum) ->
                new Dss.Mapping(
                    sequence,
                    subflow,
                    length,
                    ofInt(checksum.map(c -> conforming && length == 0 ? 0 : c))))
        .optional();
  }

  private static Arbitrary<DataSequence> sequences() {
    return Arbitraries.oneOf(longs().map(DataSequence::ofFour), longs().map(DataSequence::ofEight));
  }

  private static Arbitrary<AddAddr> announcements() {
    return Combinators.combine(
            Arbitraries.of(true, false), u8(), addresses(), u16().optional(), longs())
        .as(
            (echo, id, address, port, hmac) ->
                new AddAddr(echo, id, address, ofInt(port), OptionalLong.of(hmac)));
  }

  private static Arbitrary<InetAddress> addresses() {
    Arbitrary<byte[]> v4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
    Arbitrary<byte[]> v6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
    Arbitrary<byte[]> mapped =
        v4.map(
            a -> {
              byte[] octets = new byte[16];
              octets[10] = -1;
              octets[11] = -1;
              System.arraycopy(a, 0, octets, 12, 4);
              return octets;
            });
    return Arbitraries.oneOf(v4, v6, mapped).map(IpText::of);
  }

  private static Arbitrary<MptcpOption> removals() {
    return u8().list().ofMinSize(1).ofMaxSize(37).map(RemoveAddr::new);
  }

  private static Arbitrary<MptcpOption> others(Arbitrary<Integer> resetFlags) {
    return Arbitraries.oneOf(
        Arbitraries.of(true, false).map(MpPrio::new),
        longs().map(MpFail::new),
        longs().map(MpFastclose::new),
        Combinators.combine(resetFlags, u8()).as(MpTcprst::new));
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.longs();
  }

  private static Arbitrary<Long> u32() {
    return Arbitraries.longs().between(0, 0xffff_ffffL);
  }

  private static Arbitrary<Integer> u16() {
    return Arbitraries.integers().between(0, 0xffff);
  }

  private static Arbitrary<Integer> u8() {
    return Arbitraries.integers().between(0, 0xff);
  }

  private static OptionalLong of(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static OptionalInt ofInt(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}
