// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gets texts over HTTP, and tries again where that may help. All tries together have one deadline,
 * for the last byte and not only the first.
 */
final class Download {
  private static final int TRIES = 4;
  private static final int LIMIT_BYTES = 64 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final HttpClient client;
  private final Duration timeout;
  private final Duration limit;
  private final int limitBytes;
  private final RetryPolicy<Answer> retries;

  /** Answer of a server. */
  private record Answer(int status, String text) {
    boolean isTemporary() {
      return status >= 500 || status == 429;
    }
  }

  /**
   * @param timeout for the connection, and for the begin of each answer
   * @param pause before the second try; it doubles before each further one
   */
  Download(Duration timeout, Duration pause) {
    this(timeout, pause, LIMIT, LIMIT_BYTES);
  }

  /**
   * @param limit for all tries, until the last byte is there
   * @param limitBytes size that an answer may have
   */
  Download(Duration timeout, Duration pause, Duration limit, int limitBytes) {
    this.timeout = timeout;
    this.limit = limit;
    this.limitBytes = limitBytes;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    this.retries =
        RetryPolicy.<Answer>builder()
            .handle(IOException.class)
            .abortOn(SlowException.class, BoundedBody.TooLargeException.class)
            .handleResultIf(answer -> answer != null && answer.isTemporary())
            .withBackoff(pause, pause.multipliedBy(16))
            .withMaxRetries(TRIES - 1)
            .withMaxDuration(limit)
            .build();
  }

  /** Not all of an answer came in time: another try takes as long. */
  private static final class SlowException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowException(Duration limit) {
      super("not all of its answer came within " + limit.toMillis() + " ms");
    }
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
    long deadline = System.nanoTime() + limit.toNanos();
    AtomicInteger tries = new AtomicInteger();
    Answer answer;
    try {
      answer =
          Objects.requireNonNull(
              Failsafe.with(retries)
                  .get(
                      () -> {
                        tries.incrementAndGet();
                        return once(address, deadline);
                      }));
    } catch (FailsafeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof BoundedBody.TooLargeException) {
        throw new UsageException(
            address + " is larger than any series: " + cause.getMessage(), cause);
      }
      throw unreachable(address, what, cause, tries.get());
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

  private Answer once(URI address, long deadline) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("User-Agent", "subflow")
            .header("Accept", "application/json, text/plain, */*")
            .build();
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request, headers -> new BoundedBody(limitBytes));
    try {
      HttpResponse<byte[]> response =
          coming.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      throw new SlowException(limit);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      // Of an answer that still comes, nobody wants the rest.
      coming.cancel(true);
    }
  }

  private static RuntimeException unreachable(
      URI address, String what, Throwable cause, int tries) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new InfrastructureException(
        "cannot get "
            + what
            + " from "
            + address
            + " (tried "
            + tries
            + (tries == 1 ? " time: " : " times: ")
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
