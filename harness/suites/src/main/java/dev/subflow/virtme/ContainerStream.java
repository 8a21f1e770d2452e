// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.Frame;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Output of a container, as it comes; its end is the container's. */
final class ContainerStream extends ResultCallbackTemplate<ContainerStream, Frame> {
  private static final Logger log = LoggerFactory.getLogger(ContainerStream.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<byte[]> output;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);

  ContainerStream(Consumer<byte[]> output) {
    this.output = output;
  }

  @Override
  public void onNext(Frame frame) {
    output.accept(frame.getPayload());
  }

  @Override
  public void onError(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    super.onError(thrown);
    end.countDown();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    end.countDown();
  }

  void awaitAttached() {
    try {
      if (awaitStarted(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while attaching to the container", e);
    }
    throw new InfrastructureException("the docker engine does not let attach to the container");
  }

  boolean isOpen() {
    return end.getCount() > 0;
  }

  void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while the container ran", e);
    }
  }

  /** Exception that broke it. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Lets go of it, and of whoever waits for it. */
  void shut() {
    try {
      close();
    } catch (IOException e) {
      log.debug("the stream of a container that is gone: {}", e.toString());
    } finally {
      end.countDown();
    }
  }
}
