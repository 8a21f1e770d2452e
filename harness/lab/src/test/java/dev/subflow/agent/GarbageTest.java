// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.Command;
import dev.subflow.guest.GuestLostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A channel that carries what no agent would send; this test writes its bytes. */
@Timeout(60)
final class GarbageTest {
  @TempDir Path directory;

  private AgentClient client;
  private SocketChannel guest;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      guest = SocketChannel.open(address);
      client = AgentClient.open("g", server.accept(), CommandListener.NONE);
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    guest.close();
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      guest.write(buffer);
    }
  }

  /** Answers the next SYNC, with some bytes around the answer. */
  private void answerSync(byte[] before, byte[] answerPrefix) throws IOException {
    List<Frame> frames = new ArrayList<>();
    FrameDecoder decoder = new FrameDecoder();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    write(before);
    while (frames.isEmpty()) {
      guest.read(buffer.clear());
      decoder.decode(buffer.flip(), frames::add);
    }
    Frame sync = frames.get(0);
    byte[] payload =
        ByteBuffer.allocate(28)
            .put(sync.payload(), 0, 8)
            .putInt(1)
            .putLong(0)
            .put("6.12\0id\0".getBytes(UTF_8))
            .array();
    write(answerPrefix);
    write(FrameEncoder.encode(Frame.of(FrameType.SYNC_ACK, sync.id(), payload)).array());
  }

  @Test
  void noiseBeforeTheAnswerIsCounted() throws IOException {
    answerSyncInBackground("[    1.0] noise\n".getBytes(UTF_8), new byte[0]);

    assertThat(client.handshake(Duration.ofSeconds(10)).garbageBytes()).isEqualTo(16);
  }

  @Test
  void theAnswerIsFoundBehindAFrameThatWasCutOff() throws IOException {
    byte[] whole =
        FrameEncoder.encode(Frame.of(FrameType.STDOUT, 1, new byte[50_000])).array().clone();
    byte[] cut = new byte[500];
    System.arraycopy(whole, 0, cut, 0, cut.length);
    answerSyncInBackground(new byte[0], cut);

    assertThat(client.handshake(Duration.ofSeconds(10)).kernelRelease()).isEqualTo("6.12");
  }

  @Test
  void nothingButGarbageIsToldWithItsFirstBytes() throws IOException {
    write("login: ".getBytes(UTF_8));

    assertThatThrownBy(() -> client.handshake(Duration.ofMillis(300)))
        .isInstanceOf(GuestLostException.class)
        .hasMessage(
            "guest \"g\": its agent did not answer within 300 ms; 7 bytes on its channel were not"
                + " the agent's, beginning with 6c 6f 67 69 6e 3a 20");
  }

  @Test
  void silenceIsTold() {
    assertThatThrownBy(() -> client.handshake(Duration.ofMillis(300)))
        .isInstanceOf(GuestLostException.class)
        .hasMessage("guest \"g\": its agent did not answer within 300 ms");
  }

  @Test
  void aFloodOfGarbageEndsTheWaitAtOnce() {
    Thread flood =
        new Thread(
            () -> {
              try {
                while (true) {
                  write(new byte[1 << 16]);
                }
              } catch (IOException expected) {
                // The client has closed the channel.
              }
            });
    flood.setDaemon(true);
    flood.start();

    assertThatThrownBy(() -> client.run(Command.of("true")))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("carries garbage")
        .hasMessageContaining("beginning with 00 00 00");
  }

  @Test
  void aGuestThatTakesNothingIsLostAfterATimeoutAllTheSame() {
    byte[] input = new byte[10 << 20];

    assertThatThrownBy(
            () -> client.run(Command.of("cat").stdin(input).timeout(Duration.ofMillis(200))))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("does not answer");
  }

  private void answerSyncInBackground(byte[] before, byte[] prefix) {
    Thread agent =
        new Thread(
            () -> {
              try {
                answerSync(before, prefix);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    agent.setDaemon(true);
    agent.start();
  }
}
