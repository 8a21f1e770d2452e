// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/** The parsers take whatever comes: nothing is thrown, nothing hangs, no line is lost. */
final class AnyTextPropertiesTest {
  private static final List<String> REAL =
      Fixture.all()
          .flatMap(f -> Stream.of("ss-", "ip-", "nstat-").flatMap(p -> f.texts(p).stream()))
          .filter(t -> !t.isBlank())
          .toList();

  @Property(tries = 300)
  void anyText(@ForAll String text) {
    parseAll(text);
  }

  @Property(tries = 300)
  void damagedOutput(@ForAll("damaged") String text) {
    parseAll(text);
  }

  @Property(tries = 300)
  void noLineIsLost(@ForAll("damaged") String text) {
    SocketTable table = SocketTable.parse(text);
    SubflowTable subflows = SubflowTable.parse(text);
    List<String> kept = new ArrayList<>(table.unrecognised());
    table.sockets().forEach(s -> kept.add(s.raw()));
    subflows.sockets().forEach(s -> kept.add(s.raw()));
    String all = String.join("\n", kept);

    text.lines()
        .filter(l -> !l.isBlank() && !l.contains("Recv-Q"))
        .forEach(l -> assertThat(all).contains(l));
  }

  @Example
  void longAndHostileTextTakesNoTime() {
    int length = 100_000;
    for (String piece :
        List.of(
            "(",
            "( ",
            "\"",
            "a:",
            " ",
            "\t",
            "\n",
            "0",
            "[",
            "{",
            "[1,",
            "bps ",
            "ESTAB 0 0 [",
            "token:(",
            "e=",
            "1.",
            "::")) {
      String text = piece.repeat(length / piece.length());
      Assertions.assertTimeout(
          Duration.ofSeconds(30),
          () -> {
            parseAll(text);
            parseAll("ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 " + text);
            parseAll("[ CREATED] " + text + "\n");
          },
          () -> "parsing \"" + piece.strip() + "\" again and again");
    }
  }

  @Provide
  static Arbitrary<String> damaged() {
    return Combinators.combine(
            Arbitraries.of(REAL),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 60),
            Arbitraries.strings().ofMaxLength(12))
        .as(
            (text, where, cut, with) -> {
              int at = (int) (where * (text.length() - 1));
              String tail = text.substring(Math.min(text.length(), at + cut));
              return text.substring(0, at) + with + tail;
            });
  }

  private static void parseAll(String text) {
    assertThatCode(
            () -> {
              SocketTable.parse(text).sockets().forEach(AnyTextPropertiesTest::touch);
              SubflowTable.parse(text)
                  .sockets()
                  .forEach(s -> assertThat(s.toString()).isNotEmpty());
              EndpointTable.parse(text)
                  .endpoints()
                  .forEach(e -> assertThat(e.toString()).isNotEmpty());
              Limits.parse(text);
              Counters counters = Counters.parse(text);
              counters.delta(counters);
              EventLog.parse(text).events().forEach(MptcpEvent::source);
            })
        .doesNotThrowAnyException();
  }

  /** Only what claims to be a number may complain, and then it names the item. */
  private static void touch(MptcpSocket socket) {
    try {
      long unused = socket.subflows() + socket.bytesSent() + socket.token().orElse(0);
    } catch (NumberFormatException e) {
      assertThat(e.getMessage()).contains("is not an unsigned number");
    }
  }
}
