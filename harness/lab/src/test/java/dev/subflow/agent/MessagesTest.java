// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.Command;
import dev.subflow.guest.ExitStatus;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Payloads, against the bytes that {@code protocol.h} describes. */
final class MessagesTest {
  @Test
  void execCarriesEverythingOfACommand() {
    Command command =
        Command.of("echo", "hi").env("A", "b").in("/tmp").inNetns("left").terminal(80, 25);

    List<Frame> frames = Requests.exec(7, command, true);

    assertThat(frames).hasSize(1);
    ByteBuffer in = ByteBuffer.wrap(frames.get(0).payload());
    assertThat(in.get()).isEqualTo((byte) 3);
    assertThat(in.getShort()).isEqualTo((short) 80);
    assertThat(in.getShort()).isEqualTo((short) 25);
    assertThat(in.getInt()).isEqualTo(2);
    assertThat(in.getInt()).isEqualTo(1);
    byte[] strings = new byte[in.remaining()];
    in.get(strings);
    assertThat(new String(strings, UTF_8)).isEqualTo("/tmp\0left\0echo\0hi\0A=b\0");
  }

  @Test
  void aLongRequestIsCutIntoFrames() {
    List<Frame> frames = Requests.exec(7, Command.of("echo", "x".repeat(150_000)), false);

    assertThat(frames).hasSize(3);
    assertThat(frames).extracting(Frame::more).containsExactly(true, true, false);
    assertThat(frames).extracting(Frame::id).containsOnly(7);
  }

  @Test
  void anEmptyRequestIsStillAFrame() {
    assertThat(Requests.configure(1, ""))
        .containsExactly(Frame.of(FrameType.CONFIGURE, 1, new byte[0]));
  }

  @Test
  void whatTheAgentCouldNotTakeIsRefused() {
    assertThatThrownBy(() -> Requests.exec(1, Command.of("a\0b"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NUL");
    assertThatThrownBy(() -> Requests.exec(1, Command.of("x".repeat(3 << 20)), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("over 2097152");
  }

  @Test
  void answersAreRead() {
    byte[] ack =
        ByteBuffer.allocate(25)
            .putLong(42)
            .putInt(1)
            .putLong(9)
            .put("6.12\0".getBytes(UTF_8))
            .array();

    assertThat(Replies.syncAck(Frame.of(FrameType.SYNC_ACK, 1, ack)))
        .isEqualTo(new Replies.SyncAck(42, 1, 9, "6.12"));
    assertThat(Replies.exit(Frame.of(FrameType.EXIT, 1, new byte[] {0, 0, 0, 0, 3})))
        .isEqualTo(ExitStatus.code(3));
    assertThat(Replies.exit(Frame.of(FrameType.EXIT, 1, new byte[] {1, 0, 0, 0, 9})))
        .isEqualTo(ExitStatus.signal(9));
    assertThat(
            Replies.fileDone(
                Frame.of(FrameType.DONE, 1, new Checksum(5_000_000_000L, 0xffffffffL).encode())))
        .isEqualTo(new Checksum(5_000_000_000L, 0xffffffffL));
    assertThat(
            Replies.configured(
                Frame.of(FrameType.DONE, 1, "3\t2\topening x: no\n17\t22\tbad\n".getBytes(UTF_8))))
        .containsExactly(
            new Replies.FailedLine(3, 2, "opening x: no"), new Replies.FailedLine(17, 22, "bad"));
  }

  @Test
  void anAnswerThatIsTooShortIsNamed() {
    assertThatThrownBy(() -> Replies.exit(Frame.of(FrameType.EXIT, 4, new byte[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("EXIT(4, 2 bytes) is too short");
    assertThatThrownBy(() -> Replies.error(Frame.of(FrameType.ERROR, 4, new byte[4])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyTypeHasItsCode() {
    for (FrameType type : FrameType.values()) {
      assertThat(FrameType.of(type.code())).contains(type);
    }
    assertThat(FrameType.of(0)).isEmpty();
  }
}
