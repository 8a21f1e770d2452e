// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** Gets texts over HTTP, and tries again where that may help. */
final class Download {
  private static final int TRIES = 4;
  private static final int LIMIT_BYTES = 64 << 20;

  private final HttpClient client;
  private final Duration timeout;
  private final RetryPolicy<Answer> retries;

  /** Answer of a server. */
  private record Answer(int status, String text) {
    boolean isTemporary() {
      return status >= 500 || status == 429;
    }
  }

  /**
   * @param timeout for the connection, and for each answer
   * @param pause before the second try; it doubles before each further one
   */
  Download(Duration timeout, Duration pause) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    this.retries =
        RetryPolicy.<Answer>builder()
            .handle(IOException.class)
            .handleResultIf(answer -> answer != null && answer.isTemporary())
            .withBackoff(pause, pause.multipliedBy(16))
            .withMaxRetries(TRIES - 1)
            .build();
  }

  static Download withDefaults() {
    return new Download(Duration.ofSeconds(20), Duration.ofSeconds(1));
  }

  /**
   * The text at an address.
   *
   * @param what is got, for messages
   * @throws UsageException when there is nothing
   * @throws InfrastructureException when the server cannot be reached, or does not give it
   */
  String get(URI address, String what) {
    Answer answer;
    try {
      answer = Objects.requireNonNull(Failsafe.with(retries).get(() -> once(address)));
    } catch (FailsafeException e) {
      throw unreachable(address, what, e.getCause() == null ? e : e.getCause());
    }
    if (answer.status() == 404) {
      throw new UsageException(
          "there is no " + what + " on this server: " + address + " answered 404 (not found)");
    }
    if (answer.status() != 200) {
      throw new InfrastructureException(
          address
              + " answered "
              + answer.status()
              + (answer.isTemporary() ? ", " + TRIES + " times; try again later" : "")
              + ". The series' mbox can also be saved by hand and given with --patch.");
    }
    return answer.text();
  }

  private Answer once(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("User-Agent", "subflow")
            .header("Accept", "application/json, text/plain, */*")
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LIMIT_BYTES + 1);
      if (bytes.length > LIMIT_BYTES) {
        throw new UsageException(address + " is larger than " + (LIMIT_BYTES >> 20) + " MiB");
      }
      return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static RuntimeException unreachable(URI address, String what, Throwable cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new InfrastructureException(
        "cannot get "
            + what
            + " from "
            + address
            + " (tried "
            + TRIES
            + " times: "
            + reason(cause)
            + "). Is there a network, and a proxy to be set with"
            + " SUBFLOW_JAVA_OPTS=-Dhttps.proxyHost=...? The series' mbox can also be fetched"
            + " elsewhere and given with --patch.",
        cause);
  }

  /** Java's client says no more than "Connect" of either. */
  private static String reason(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "the server's name is not known";
      }
    }
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      return "the connection was refused";
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName().replace("Exception", "");
    return message == null || message.isBlank() ? name : name + ": " + message;
  }
}
