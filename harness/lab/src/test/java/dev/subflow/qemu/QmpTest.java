// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.machine.QemuUser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Talks to a QEMU that answers what a test says: {@link Qmp}, and a {@link Migration} over it. */
@Timeout(60)
final class QmpTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String GREETING =
      "{\"QMP\":{\"version\":{\"qemu\":{\"micro\":22,\"minor\":2,\"major\":7}}}}";
  private static final Pattern REQUEST =
      Pattern.compile("\\{\"execute\":\"([a-z_-]+)\",\"id\":(\\d+)(?:,\"arguments\":(.*))?\\}");

  @TempDir private Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Qmp.Event> events = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final CompletableFuture<String> migrated = new CompletableFuture<>();
  private SocketChannel qemu;
  private Qmp qmp;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("qmp"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      qemu = SocketChannel.open(address);
      qmp = new Qmp("client", server.accept(), events::add);
    }
    Thread answering = new Thread(this::answer, "fake-qemu");
    answering.setDaemon(true);
    answering.start();
  }

  @AfterEach
  void close() throws IOException {
    qmp.close();
    qemu.close();
  }

  private void say(String line) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    try {
      while (bytes.hasRemaining()) {
        qemu.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer() {
    new BufferedReader(Channels.newReader(qemu, StandardCharsets.UTF_8))
        .lines()
        .forEach(
            line -> {
              Matcher request = REQUEST.matcher(line);
              assertThat(request.matches()).as(line).isTrue();
              String name = request.group(1);
              requests.add(name + (request.group(3) == null ? "" : " " + request.group(3)));
              if (name.equals("migrate")) {
                sendState(line.replaceFirst(".*\"unix:([^\"]+)\".*", "$1"));
              }
              say(
                  "{"
                      + answers.getOrDefault(name, "\"return\":{}")
                      + ",\"id\":"
                      + request.group(2)
                      + "}");
            });
  }

  /** As QEMU does it: in the background, until it is through. */
  private void sendState(String socket) {
    Thread sender =
        new Thread(
            () -> {
              try (SocketChannel out = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                out.write(ByteBuffer.wrap("state".getBytes(StandardCharsets.US_ASCII)));
                migrated.complete(socket);
              } catch (IOException e) {
                migrated.completeExceptionally(e);
              }
            });
    sender.start();
  }

  @Test
  void theGreetingTellsTheVersion() {
    say(GREETING);

    assertThat(qmp.negotiate(LIMIT)).isEqualTo("7.2.22");
    assertThat(requests).containsExactly("qmp_capabilities");
  }

  @Test
  void whatQemuRefusesIsToldInItsWords() {
    answers.put("set_link", "\"error\":{\"class\":\"DeviceNotFound\",\"desc\":\"no nic7\"}");

    assertThatThrownBy(() -> qmp.setLink("nic7", false))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("QMP set_link of guest \"client\" failed:")
        .hasMessageContaining("no nic7");
    assertThat(requests).containsExactly("set_link {\"name\":\"nic7\",\"up\":false}");
  }

  @Test
  void eventsAndNoiseMayComeBetween() {
    say("{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}}");
    say("no JSON at all");
    say("{\"return\":{\"of\":\"nobody\"},\"id\":99}");
    answers.put("query-status", "\"return\":{\"status\":\"running\"}");

    assertThat(qmp.execute("query-status").path("status").asText()).isEqualTo("running");
    assertThat(events)
        .singleElement()
        .satisfies(event -> assertThat(event.name()).isEqualTo("SHUTDOWN"))
        .satisfies(e -> assertThat(e.data().path("reason").asText()).isEqualTo("guest-reset"));
  }

  @Test
  void aLineWithoutEndIsNotKept() throws IOException {
    byte[] flood = new byte[QmpLines.LIMIT + 100];
    Arrays.fill(flood, (byte) 'x');
    flood[QmpLines.LIMIT + 10] = '\n';
    flood[QmpLines.LIMIT + 15] = '\n';
    try (QmpLines lines = new QmpLines(new ByteArrayInputStream(flood))) {
      assertThat(lines.next()).hasSize(QmpLines.LIMIT);
      assertThat(lines.next()).as("the next begins where it ends").isEqualTo("xxxx");
      assertThat(lines.next()).as("one that has no end is none").isNull();
    }
    say("x".repeat(3 * QmpLines.LIMIT));
    answers.put("query-status", "\"return\":{\"status\":\"running\"}");

    assertThat(qmp.execute("query-status").path("status").asText()).isEqualTo("running");
  }

  @Test
  void silenceIsNotWaitedForEver() {
    assertThatThrownBy(() -> qmp.negotiate(Duration.ofMillis(10)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("QEMU of guest \"client\" did not answer QMP greeting within");
  }

  @Test
  void aQemuThatEndsFailsWhoWaitsAndWhoAsksLater() throws IOException {
    CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> qmp.negotiate(LIMIT));
    qemu.close();

    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(InfrastructureException.class)
        .hasMessageContaining("QEMU closed the connection");
    assertThatThrownBy(() -> qmp.execute("query-status"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("QMP of guest \"client\" is closed; QEMU has ended");
  }

  @Test
  void aMigrationLeavesTheMemoryInItsFile() throws IOException {
    answers.put("query-migrate", "\"return\":{\"status\":\"completed\"}");
    Path state = folder.resolve("state");

    Migration.save(qmp, new FreezeSocket(folder, QemuUser.CALLER), state);

    assertThat(state).hasContent("state");
    assertThat(migrated).isCompletedWithValue(folder.resolve("migration").toString());
    assertThat(requests)
        .hasSize(3)
        .first()
        .isEqualTo(
            "migrate-set-capabilities"
                + " {\"capabilities\":[{\"capability\":\"x-ignore-shared\",\"state\":true}]}");
  }

  @Test
  void aMigrationThatDidNotCompleteIsNone() {
    answers.put("query-migrate", "\"return\":{\"status\":\"failed\",\"error-desc\":\"full\"}");

    FreezeSocket socket = new FreezeSocket(folder, QemuUser.CALLER);
    assertThatThrownBy(() -> Migration.save(qmp, socket, folder.resolve("state")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("QEMU could not save the machine's state")
        .hasMessageContaining("\"error-desc\":\"full\"");
  }

  @Test
  void aStateIsReadFromStandardInput() {
    Migration.load(qmp);

    assertThat(requests).last().isEqualTo("migrate-incoming {\"uri\":\"fd:0\"}");
  }
}
