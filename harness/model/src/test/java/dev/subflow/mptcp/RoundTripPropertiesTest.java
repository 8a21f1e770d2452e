// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is written as the tools write it is read back as it was. */
final class RoundTripPropertiesTest {
  @Property(tries = 300)
  void endsOfSockets(@ForAll("ends") SocketEnd end) {
    assertThat(SocketEnd.parse(end.toString())).contains(end);
    assertThat(end.matches(end)).isTrue();
    assertThat(end.matches(SocketEnd.ANY)).isTrue();
  }

  @Property(tries = 300)
  void endpoints(@ForAll("endpoints") Endpoint endpoint) {
    assertThat(EndpointTable.parse(endpoint + " \n").endpoints()).containsExactly(endpoint);
    EndpointSpec spec =
        new EndpointSpec(
            endpoint.address(),
            OptionalInt.of(endpoint.id()),
            endpoint.port(),
            endpoint.dev(),
            endpoint.flags());
    assertThat(endpoint.matches(spec)).isTrue();
    assertThat(endpoint.matches(spec.id(endpoint.id() % 255 + 1))).isFalse();
    assertThat(spec.arguments()).startsWith(spec.address());
  }

  @Property(tries = 100)
  void orderOfItemsDoesNotMatter(@ForAll Random random, @ForAll("lines") String line) {
    MptcpSocket straight = SocketTable.parse(line).sockets().get(0);
    List<Field> items = new ArrayList<>(straight.fields().all());
    Collections.shuffle(items, random);
    String shuffled =
        straight.state().text()
            + " 0 0 "
            + straight.local()
            + " "
            + straight.peer()
            + items.stream().map(i -> " " + i).collect(Collectors.joining());

    MptcpSocket read = SocketTable.parse(shuffled).sockets().get(0);

    assertThat(read.fields().all()).containsExactlyElementsOf(items);
    assertThat(read.token()).isEqualTo(straight.token());
    assertThat(read.writeSequence()).isEqualTo(straight.writeSequence());
    assertThat(read.subflows()).isEqualTo(straight.subflows());
  }

  @Property(tries = 200)
  void sequenceNumbersInEitherBase(@ForAll long write, @ForAll long received) {
    // Below this, digits alone can't tell the base; the numbers start at random 64-bit values.
    long base = 0x0a00_0000_0000_0000L;
    long first = write | base;
    long second = received | base;
    String ends = "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 ";

    MptcpSocket hex =
        SocketTable.parse(String.format("%swrite_seq:%x rcv_nxt:%x", ends, first, second))
            .sockets()
            .get(0);
    MptcpSocket decimal =
        SocketTable.parse(
                ends
                    + "write_seq:"
                    + Long.toUnsignedString(first)
                    + " rcv_nxt:"
                    + Long.toUnsignedString(second))
            .sockets()
            .get(0);

    assertThat(decimal.writeSequence()).hasValue(first);
    assertThat(decimal.receiveNext()).hasValue(second);
    if (Long.toHexString(first).matches(".*[a-f].*")) {
      assertThat(hex.writeSequence()).hasValue(first);
      assertThat(hex.receiveNext()).hasValue(second);
    }
  }

  @Property(tries = 100)
  void counters(@ForAll @IntRange(max = 1_000_000) int before, @ForAll long after) {
    Counters first = Counters.parse("#kernel\nMPTcpExtMPRstTx  " + before + "   0.0\n");
    String unsigned = Long.toUnsignedString(after);
    Counters second = Counters.parse("{\"kernel\":{\"MPTcpExtMPRstTx\":" + unsigned + "}}");

    assertThat(second.get("MPRstTx")).isEqualTo(after);
    assertThat(second.delta(first).get("MPRstTx")).isEqualTo(after - before);
  }

  @Provide
  static Arbitrary<String> lines() {
    return Arbitraries.of(
        Fixture.all()
            .flatMap(f -> f.sockets("ss-HOnaiMemp.client").sockets().stream())
            .map(MptcpSocket::raw)
            .toList());
  }

  @Provide
  static Arbitrary<SocketEnd> ends() {
    Arbitrary<String> services = Arbitraries.integers().between(1, 65535).map(String::valueOf);
    return Combinators.combine(
            addresses(), devices(), Arbitraries.oneOf(services, Arbitraries.of("*", "http")))
        .as(SocketEnd::new);
  }

  @Provide
  static Arbitrary<Endpoint> endpoints() {
    Arbitrary<Set<EndpointFlag>> flags = Arbitraries.of(EndpointFlag.class).set();
    Arbitrary<OptionalInt> ports =
        Arbitraries.integers()
            .between(1, 65535)
            .map(OptionalInt::of)
            .optional()
            .map(p -> p.orElse(OptionalInt.empty()));
    return Combinators.combine(
            addresses(), ports, Arbitraries.integers().between(1, 255), flags, devices())
        .as((address, port, id, set, dev) -> new Endpoint(address, port, id, set, dev, Map.of()));
  }

  private static Arbitrary<Optional<String>> devices() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .ofMinLength(1)
        .ofMaxLength(14)
        .map(d -> d + "0")
        .optional();
  }

  private static Arbitrary<String> addresses() {
    Arbitrary<String> v4 =
        Arbitraries.integers()
            .between(0, 255)
            .list()
            .ofSize(4)
            .map(l -> l.stream().map(String::valueOf).collect(Collectors.joining(".")));
    Arbitrary<String> v6 =
        Arbitraries.integers()
            .between(0, 0xffff)
            .list()
            .ofSize(8)
            .map(l -> l.stream().map(Integer::toHexString).collect(Collectors.joining(":")));
    return Arbitraries.oneOf(v4, v6, v4.map(a -> "::ffff:" + a));
  }
}
