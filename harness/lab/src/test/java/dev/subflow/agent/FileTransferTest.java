// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestFileException;
import dev.subflow.guest.GuestLostException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent may answer to a {@link FilePut} and a {@link FileGet} that a sound one does not.
 */
@Timeout(60)
final class FileTransferTest {
  private static final String PATH = "/tmp/x";

  @TempDir private Path folder;
  private ScriptedAgent agent;

  @BeforeEach
  void start() {
    agent = ScriptedAgent.start(folder);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  /** A transfer, whose exception is told. */
  private interface Transfer {
    void run() throws IOException;
  }

  private static CompletableFuture<Throwable> begin(Transfer transfer) {
    return CompletableFuture.supplyAsync(() -> catchThrowable(transfer::run));
  }

  private CompletableFuture<Throwable> put(byte[] content) {
    return begin(() -> FilePut.run(agent.link(), PATH, 0644, new ByteArrayInputStream(content)));
  }

  private CompletableFuture<Throwable> get(OutputStream out) {
    return begin(() -> FileGet.run(agent.link(), PATH, out));
  }

  private static byte[] checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return new Checksum(content.length, crc.getValue()).encode();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void noMoreIsSentThanTheWindowAllows() {
    byte[] content = new byte[Requests.INPUT_WINDOW + 10];
    CompletableFuture<Throwable> put = put(content);
    int id = agent.next().id();
    int sent = 0;
    while (sent < Requests.INPUT_WINDOW) {
      sent += agent.next().payload().length;
    }
    assertThat(sent).isEqualTo(Requests.INPUT_WINDOW);
    agent.answer(FrameType.WINDOW, id, 4);
    assertThat(agent.next().payload()).hasSize(4);
    agent.answer(FrameType.WINDOW, id, 100);
    assertThat(agent.next().payload()).hasSize(6);
    Frame end = agent.next();

    assertThat(end.type()).isEqualTo(FrameType.INPUT_END);
    assertThat(end.payload()).isEqualTo(checksum(content));
    agent.answer(FrameType.DONE, id, checksum(content));
    assertThat(put.join()).isNull();
  }

  @Test
  void aFileThatWasWrittenOtherwiseIsNoSuccess() {
    CompletableFuture<Throwable> put = put(bytes("abc"));
    int id = agent.next().id();
    agent.answer(FrameType.DONE, id, checksum(bytes("abd")));

    assertThat(put.join())
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("/tmp/x: 3 bytes with CRC32 352441c2 were sent, 3 bytes with CRC32");
  }

  @Test
  void aRefusalEndsAPutThatWaitsForItsWindow() {
    CompletableFuture<Throwable> put = put(new byte[Requests.INPUT_WINDOW + 1]);
    int id = agent.next().id();
    agent.refuse(id, 28, "/tmp/x: No space left on device");

    assertThat(put.join())
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("No space left on device")
        .extracting(e -> ((GuestFileException) e).errno())
        .isEqualTo(28);
    Frame last = agent.next();
    while (last.type() == FrameType.INPUT) {
      last = agent.next();
    }
    assertThat(last.type()).as("the agent is told to forget it").isEqualTo(FrameType.CLOSE);
  }

  @Test
  void aFileThatArrivesOtherwiseIsNoSuccess() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<Throwable> get = get(out);
    int id = agent.next().id();
    agent.answer(FrameType.STDOUT, id, bytes("ab"));
    agent.answer(FrameType.STDOUT, id, bytes("c"));
    agent.answer(FrameType.DONE, id, checksum(bytes("abcd")));

    assertThat(get.join())
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("/tmp/x: 4 bytes with CRC32")
        .hasMessageContaining("were read, 3 bytes with CRC32 352441c2 arrived");
    assertThat(out.toByteArray()).isEqualTo(bytes("abc"));
  }

  @Test
  void aStreamThatCanNotBeWrittenIsTheHarnesssFault() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    CompletableFuture<Throwable> get = get(full);
    int id = agent.next().id();
    agent.answer(FrameType.STDOUT, id, bytes("ab"));

    assertThat(get.join()).isInstanceOf(IOException.class).hasMessage("No space left on device");
    assertThat(agent.next().type()).isEqualTo(FrameType.CLOSE);
    assertThat(agent.link().lostCause()).isEmpty();
  }

  @Test
  void anAnswerOfAnotherKindLosesTheGuest() {
    CompletableFuture<Throwable> get = get(OutputStream.nullOutputStream());
    int id = agent.next().id();
    agent.answer(FrameType.STDERR, id, bytes("ab"));

    assertThat(get.join())
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("the answer STDERR(" + id + ", 2 bytes) could not be handled")
        .hasRootCauseMessage("a GET has no answer STDERR(" + id + ", 2 bytes)");
  }

  @Test
  void aFileThatFailsHalfwayLeavesTheTargetAsItWas() throws IOException {
    AgentFiles files = new AgentFiles(agent.link());
    Path target = Files.writeString(folder.resolve("target"), "before");
    CompletableFuture<Throwable> get = begin(() -> files.get(PATH, target));
    int id = agent.next().id();
    agent.answer(FrameType.STDOUT, id, bytes("half"));
    agent.refuse(id, 5, "/tmp/x: Input/output error");

    assertThat(get.join()).hasMessageContaining("Input/output error");
    assertThat(target).hasContent("before");
    assertThat(folder.resolve("target.partial")).doesNotExist();
  }

  @Test
  void aSourceThatCanNotBeReadIsNamed() {
    AgentFiles files = new AgentFiles(agent.link());
    Path missing = folder.resolve("missing");

    assertThat(catchThrowable(() -> files.put(missing, PATH, 0644)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("reading " + missing + " for guest \"client\"");
  }

  @Test
  void aWindowGivesWhatItHasAndNothingOnceClosed() throws Exception {
    InputWindow window = new InputWindow();

    assertThat(window.acquire(10, Duration.ZERO)).isEqualTo(10);
    assertThat(window.acquire(1 << 20, Duration.ZERO)).isEqualTo(Requests.INPUT_WINDOW - 10);
    assertThat(window.acquire(1, Duration.ofMillis(1))).as("it is used up").isZero();
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> acquire(window, Duration.ofSeconds(20)));
    window.grant(3);
    assertThat(waiting.join()).isEqualTo(3);
    CompletableFuture<Integer> another =
        CompletableFuture.supplyAsync(() -> acquire(window, Duration.ofSeconds(20)));
    window.close();
    assertThat(another.join()).isZero();
    window.grant(5);
    assertThat(window.acquire(1, Duration.ZERO)).isZero();
  }

  @Test
  void aWindowNeverGrowsOverItsSizeNorBelowNothing() throws Exception {
    InputWindow window = new InputWindow();
    assertThat(window.acquire(10, Duration.ZERO)).isEqualTo(10);

    assertThat(catchThrowable(() -> window.grant(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a grant of -1 bytes");
    assertThat(catchThrowable(() -> window.grant(11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a grant of 11 bytes, where 10 of a window of 65536 were in use");
    assertThat(catchThrowable(() -> window.grant(Integer.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    window.grant(10);
    assertThat(window.acquire(1 << 20, Duration.ZERO)).isEqualTo(Requests.INPUT_WINDOW);
  }

  @Test
  void anAgentThatGrantsWhatItMayNotIsLost() {
    CompletableFuture<Throwable> put = put(new byte[10]);
    int id = agent.next().id();
    agent.answer(FrameType.WINDOW, id, -5);

    assertThat(put.join())
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("could not be handled")
        .rootCause()
        .hasMessageContaining("a grant of -5 bytes");
  }

  @Test
  void aFileWithoutEndFillsNoDisk() {
    AgentFiles files = new AgentFiles(agent.link(), 2 << 20);
    Path target = folder.resolve("target");
    CompletableFuture<Throwable> get = begin(() -> files.get(PATH, target));
    int id = agent.next().id();
    for (int sent = 0; sent <= 2 << 20; sent += 1 << 14) {
      agent.answer(FrameType.STDOUT, id, new byte[1 << 14]);
    }

    assertThat(get.join())
        .isInstanceOf(GuestFileException.class)
        .hasMessageContaining("/tmp/x is over 2 MiB, the limit; have the guest keep less");
    assertThat(agent.next().type()).as("the agent is told to stop").isEqualTo(FrameType.CLOSE);
    assertThat(target).doesNotExist();
    assertThat(folder.resolve("target.partial")).doesNotExist();
  }

  private static int acquire(InputWindow window, Duration patience) {
    try {
      return window.acquire(10, patience);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}
