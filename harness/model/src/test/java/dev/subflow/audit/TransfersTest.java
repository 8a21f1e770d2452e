// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.SERVER2;
import static dev.subflow.audit.Conversation.ack;
import static dev.subflow.audit.Conversation.data;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpFail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TransfersTest {
  /** Of the handshake and "abcd" that {@link Conversation#connected} makes. */
  private static final int GREETING = 4;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final Conversation conversation = new Conversation().connected().joined();

  private Transfer up() {
    return measured(0).up();
  }

  private Transfers measured(long skipped) {
    List<Transfers> all = Transfers.of(conversation.trace(), skipped);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static void about(Duration found, Duration wanted) {
    assertThat(found).isCloseTo(wanted, MILLI.multipliedBy(2));
  }

  @Nested
  final class Times {
    @Test
    void goodputIsOfTheTimeFromTheFirstByteToTheLast() {
      conversation.after(SECOND.multipliedBy(5)).send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
      conversation.after(SECOND).send(CLIENT, 9, 1, "ijkl", map(CLIENT, 9, 9, 4));

      Transfer measure = measured(GREETING).up();

      assertThat(measure.bytes()).isEqualTo(8);
      about(measure.began(), SECOND.multipliedBy(5));
      about(measure.ended(), SECOND.multipliedBy(6));
      about(measure.carrying(), SECOND);
      assertThat(measure.goodput()).isCloseTo(64, within(1.0));
    }

    @Test
    void stallIsTheLongestTimeWithoutProgress() {
      conversation.after(SECOND).send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
      conversation.after(SECOND.multipliedBy(3)).send(CLIENT2, 1, 1, "ijkl", map(CLIENT2, 9, 1, 4));
      conversation.after(SECOND).send(CLIENT2, 5, 1, "mnop", map(CLIENT2, 13, 5, 4));

      about(up().stall(), SECOND.multipliedBy(3));
      about(up().stalled(), SECOND);
      assertThat(up().blocked()).isZero();
      assertThat(up().again()).isZero();
    }

    @Test
    void laterBytesWaitForEarlierOnes() {
      conversation.send(CLIENT2, 1, 1, "ijkl", map(CLIENT2, 9, 1, 4));
      conversation.after(SECOND).send(CLIENT2, 5, 1, "mnop", map(CLIENT2, 13, 5, 4));
      conversation.after(SECOND).send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));

      about(up().blocked(), SECOND.multipliedBy(2));
      assertThat(up().bytes()).isEqualTo(16);
    }

    @Test
    void whatNeverBecomesCompleteIsNoPart() {
      conversation.send(CLIENT2, 1, 1, "ijkl", map(CLIENT2, 9, 1, 4));

      assertThat(up().bytes()).isEqualTo(GREETING);
      assertThat(up().goodput()).isZero();
    }
  }

  @Nested
  final class Repetitions {
    @Test
    void sameNumbersAreTcpsOwn() {
      conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
      conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));

      assertThat(path(0).again()).isEqualTo(4);
      assertThat(path(0).repeated()).isEqualTo(4);
      assertThat(path(0).reinjected()).isZero();
      assertThat(path(0).late()).isZero();
      assertThat(up().againShare()).isEqualTo(0.5);
    }

    @Test
    void otherSubflowBringsTheSameData() {
      conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
      conversation.send(CLIENT2, 1, 1, "efgh", map(CLIENT2, 5, 1, 4));

      assertThat(path(0).again()).isZero();
      assertThat(path(1).again()).isEqualTo(4);
      assertThat(path(1).reinjected()).isEqualTo(4);
      assertThat(path(1).first()).isZero();
      assertThat(path(1).began()).isEmpty();
      assertThat(up().bytes()).isEqualTo(8);
    }

    @Test
    void sameSubflowBringsTheSameDataByNewNumbers() {
      conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
      conversation.send(CLIENT, 9, 1, "fghi", map(CLIENT, 6, 9, 4));

      assertThat(path(0).again()).isEqualTo(3);
      assertThat(path(0).repeated()).isZero();
      assertThat(path(0).first()).isEqualTo(GREETING + 5);
    }

    @Test
    void whatFillsAHoleIsLate() {
      conversation.send(CLIENT, 9, 1, "ijkl", map(CLIENT, 9, 9, 4));
      conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));

      assertThat(path(0).late()).isEqualTo(4);
      assertThat(path(0).repeated()).isZero();
      assertThat(up().again()).isZero();
    }

    private Transfer.Path path(int number) {
      return up().paths().get(number);
    }
  }

  @Test
  void sharesAndBytesOfFramesAreOfEachPath() {
    conversation.send(CLIENT2, 1, 1, "efghijkl", map(CLIENT2, 5, 1, 8));
    conversation.send(SERVER2, 1, 9, "", ack(SERVER2, 13));

    Transfer measure = up();

    assertThat(measure.shareOf(IpText.parse("10.0.1.1"))).isCloseTo(1 / 3.0, within(0.01));
    assertThat(measure.shareOf(IpText.parse("10.0.2.2"))).isCloseTo(2 / 3.0, within(0.01));
    assertThat(measure.shareOf(IpText.parse("10.0.9.9"))).isZero();
    assertThat(measure.frameBytes())
        .containsOnlyKeys("client/eth1", "server/eth1", "client/eth2", "server/eth2");
    assertThat(measure.frameBytesPerByte("client/eth2")).isGreaterThan(54 / 12.0);
    assertThat(measure.frameBytesPerByte("nobody/eth0")).isZero();
    assertThat(measure.toString())
        .contains("10.0.1.1:40000 > 10.0.1.2:80 MPTCP: 12 bytes")
        .contains("10.0.2.1:40001 > 10.0.2.2:80: first 8, again 0")
        .contains("client/eth2: ");
  }

  @Test
  void bothWaysAreMeasured() {
    conversation.send(SERVER2, 1, 1, "12345", map(SERVER2, 1, 1, 5));

    Transfers measured = measured(0);

    assertThat(measured.up().bytes()).isEqualTo(GREETING);
    assertThat(measured.down().bytes()).isEqualTo(5);
    assertThat(measured.down().from()).isEqualTo(measured.responder());
    assertThat(measured.down().shareOf(IpText.parse("10.0.2.2"))).isEqualTo(1);
    assertThat(measured.down().paths().get(1).from().port()).isEqualTo(80);
  }

  @Test
  void connectionThatFellBackIsMeasuredAsTcp() {
    conversation.send(SERVER, 1, 5, "", new MpFail(data(CLIENT, 1)));
    conversation.after(SECOND).send(CLIENT, 5, 1, "efgh");

    assertThat(up().isMptcp()).isFalse();
    assertThat(up().bytes()).isEqualTo(8);
    assertThat(up().paths()).singleElement().extracting(Transfer.Path::first).isEqualTo(8L);
  }

  @Test
  void plainConnectionIsMeasuredAsWell() {
    Conversation plain = new Conversation();
    plain.send(CLIENT, EnumSet.of(TcpFlag.SYN), 0, 0, "");
    plain.send(SERVER, EnumSet.of(TcpFlag.SYN, TcpFlag.ACK), 0, 1, "");
    plain.after(SECOND).send(CLIENT, 1, 1, "abcd");
    plain.send(CLIENT, 1, 1, "abcd");

    Transfer up = Transfers.of(plain.trace()).get(0).up();

    assertThat(up.isMptcp()).isFalse();
    assertThat(up.bytes()).isEqualTo(4);
    assertThat(up.again()).isEqualTo(4);
    about(up.ended(), SECOND);
  }

  @Test
  void nothingMayBeThere() {
    assertThat(
            Transfers.of(new PacketTrace(conversation.trace().origin(), List.of(), List.of(), 0)))
        .isEmpty();
    assertThat(measured(1 << 20).up().bytes()).isZero();
    assertThat(measured(1 << 20).up().toString()).contains("0 bytes from 0.000 s");
    assertThatThrownBy(() -> measured(-1)).hasMessageContaining("can't skip -1 bytes");
  }

  @Test
  void realConnectionIsMeasured() throws IOException {
    Path capture = Path.of("src/test/resources/captures/6.12.107-6.15/reference-steps.lan.pcapng");
    try (InputStream in = Files.newInputStream(capture)) {
      Transfers measured = Transfers.of(PacketTrace.read("capture", in)).get(0);

      assertThat(measured.up().isMptcp()).isTrue();
      assertThat(measured.up().bytes()).isPositive();
      assertThat(measured.up().paths()).hasSizeGreaterThan(1);
      assertThat(measured.up().ended()).isGreaterThan(measured.up().began());
      assertThat(measured.up().paths().stream().mapToLong(Transfer.Path::first).sum())
          .isEqualTo(measured.up().bytes());
      assertThat(measured.down().bytes()).isPositive();
    }
  }
}
