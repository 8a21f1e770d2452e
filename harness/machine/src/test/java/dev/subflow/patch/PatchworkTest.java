// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Talks to a server on this machine, which answers as Patchwork 3.2 does, or worse. */
final class PatchworkTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private String url;

  private record Reply(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    synchronized (requests) {
      requests.add(path);
    }
    Deque<Reply> some = replies.getOrDefault(path, new ArrayDeque<>());
    Reply reply = some.size() > 1 ? some.poll() : some.peek();
    if (reply == null) {
      reply = new Reply(404, "{\"detail\": \"Not found.\"}");
    }
    if (reply.status() == 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Math.max(200, reply.status()), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void on(String path, int status, String body) {
    replies.computeIfAbsent(path, p -> new ArrayDeque<>()).add(new Reply(status, body));
  }

  private Patchwork patchwork() {
    return Patchwork.at(url + "/", new Download(Duration.ofMillis(500), PAUSE));
  }

  private String recorded(String name) {
    try (InputStream in = PatchworkTest.class.getResourceAsStream("/patchwork/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@URL@", url);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fetchesASeriesWithItsPatches() {
    on("/api/series/987654/", 200, recorded("series-987654.json"));
    on("/series/987654/mbox/", 200, recorded("series-987654.mbox"));

    Series series = patchwork().series(987654);

    assertThat(series.name()).isEqualTo("mptcp: pm: count what is announced");
    assertThat(series.patches()).isEqualTo(2);
    assertThat(series.mbox()).startsWith("From patchwork ").contains("[net-next,2/2]");
  }

  @Test
  void triesAgainAfterServerErrors() {
    on("/api/series/987654/", 502, "<html>Bad Gateway</html>");
    on("/api/series/987654/", 503, "");
    on("/api/series/987654/", 200, recorded("series-987654.json"));
    on("/series/987654/mbox/", 429, "slow down");
    on("/series/987654/mbox/", 200, recorded("series-987654.mbox"));

    assertThat(patchwork().series(987654).patches()).isEqualTo(2);
    assertThat(requests).hasSize(5);
  }

  @Test
  void givesUpOnAServerThatKeepsFailing() {
    on("/api/series/1/", 503, "maintenance");

    assertThatThrownBy(() -> patchwork().series(1))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll(url + "/api/series/1/ answered 503, 4 times", "--patch");
    assertThat(requests).hasSize(4);
  }

  @Test
  void givesUpOnAServerThatIsSilent() {
    on("/api/series/1/", 0, "");

    assertThatThrownBy(() -> patchwork().series(1))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll("cannot get series 1", "tried 4 times: HttpTimeout");
  }

  @Test
  void aServerThatDripsHoldsNobodyLongerThanTheDeadline() {
    server.createContext("/api/series/5/", this::drip);
    Patchwork dripping =
        Patchwork.at(url, new Download(Duration.ofSeconds(5), PAUSE, Duration.ofSeconds(1), 1000));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> dripping.series(5))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContainingAll(
                    "cannot get series 5", "not all of its answer came within 1000 ms", "--patch"));
    assertThat(requests).as("another try takes as long").hasSize(1);
  }

  /** Answers at once, and then a byte every now and then. */
  private void drip(HttpExchange exchange) throws IOException {
    synchronized (requests) {
      requests.add("drip");
    }
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (!end.await(50, TimeUnit.MILLISECONDS)) {
        body.write(' ');
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerWithoutEndIsRefused() {
    on("/api/series/6/", 200, " ".repeat(1001));
    Patchwork much =
        Patchwork.at(url, new Download(Duration.ofSeconds(5), PAUSE, Duration.ofSeconds(9), 1000));

    assertThatThrownBy(() -> much.series(6))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(url + "/api/series/6/", "more than 1000 bytes");
    assertThat(requests).hasSize(1);
  }

  @Test
  void saysSoWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Patchwork nobody =
        Patchwork.at("http://127.0.0.1:" + port, new Download(Duration.ofSeconds(5), PAUSE));

    assertThatThrownBy(() -> nobody.series(1))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll("127.0.0.1:" + port, "Is there a network", "given with --patch")
        .hasMessageContaining("tried 4 times: the connection was refused");
  }

  @Test
  void saysSoWhenTheServersNameIsNotKnown() {
    Patchwork nowhere =
        Patchwork.at("http://patchwork.invalid", new Download(Duration.ofSeconds(5), PAUSE));

    assertThatThrownBy(() -> nowhere.series(1))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("tried 4 times: the server's name is not known");
  }

  @Test
  void unknownSeriesIsTheUsersFault() {
    assertThatThrownBy(() -> patchwork().series(7))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no series 7 on this server");
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<html><title>Making sure you are not a bot</title></html>; no JSON; web page",
        "{\"id\": 12, \"mbox\"; no JSON; no Patchwork server",
        "[]; JSON, but no series; no Patchwork server",
        "{\"id\": 12}; without the address; no Patchwork server",
        "{\"id\": 12, \"mbox\": \"ftp://x\"}; that is none; no Patchwork server",
        "''; no series; nothing at all"
      })
  void nonsenseIsShown(String body, String what, String guess) {
    on("/api/series/12/", 200, body);

    assertThatThrownBy(() -> patchwork().series(12))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll(url + "/api/series/12/ answered", what, guess);
  }

  @Test
  void mailboxThatIsAWebPageIsNonsense() {
    on("/api/series/987654/", 200, recorded("series-987654.json"));
    on("/series/987654/mbox/", 200, "<html>Log in</html>");

    assertThatThrownBy(() -> patchwork().series(987654))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll("/series/987654/mbox/ answered no mailbox", "Log in");
  }

  @Test
  void seriesThatHasNotArrivedInFullIsRefused() {
    on(
        "/api/series/987654/",
        200,
        recorded("series-987654.json")
            .replace("\"received_total\": 2", "\"received_total\": 1")
            .replace("\"received_all\": true", "\"received_all\": false"));

    assertThatThrownBy(() -> patchwork().series(987654))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("1 of 2 patches have arrived");
  }

  @ParameterizedTest
  @CsvSource({
    "987654, 987654",
    "https://patchwork.kernel.org/project/mptcp/list/?series=987654, 987654",
    "https://patchwork.kernel.org/series/987654/mbox/, 987654",
    "https://patchwork.kernel.org/api/series/987654/, 987654"
  })
  void seriesAreNamedByNumberOrAddress(String text, int id) {
    assertThat(Patchwork.id(text)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "12x", "https://patchwork.kernel.org/patch/12/", "-1"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Patchwork.id(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no patchwork series");
  }

  @ParameterizedTest
  @ValueSource(strings = {"patchwork.kernel.org", "file:///etc/passwd", "http://", "ht tp://x"})
  void serverThatIsNoUrlIsRefused(String text) {
    assertThatThrownBy(() -> Patchwork.at(text)).isInstanceOf(UsageException.class);
  }
}
