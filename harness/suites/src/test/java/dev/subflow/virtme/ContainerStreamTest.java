// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.subflow.failure.InfrastructureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ContainerStreamTest {
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final ContainerStream stream = new ContainerStream(heard::writeBytes);

  private void say(StreamType type, String text) {
    stream.onNext(new Frame(type, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bothStreamsAreHeardAsTheyCome() {
    say(StreamType.STDOUT, "one ");
    say(StreamType.STDERR, "two");

    assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("one two");
    assertThat(stream.isOpen()).isTrue();
  }

  @Test
  void itsEndIsThatOfTheContainer() {
    stream.onComplete();
    stream.awaitEnd();

    assertThat(stream.isOpen()).isFalse();
    assertThat(stream.failure()).isEmpty();
  }

  @Test
  void theFirstThatBrokeItIsKept() {
    IOException first = new IOException("reset by peer");
    stream.onError(first);
    stream.onError(new IOException("closed"));
    stream.awaitEnd();

    assertThat(stream.failure()).containsSame(first);
  }

  @Test
  void whoeverWaitsIsLetGoWhenItIsShut() {
    stream.shut();
    stream.awaitEnd();

    assertThat(stream.isOpen()).isFalse();
  }

  @Test
  void anInterruptionIsKeptAndIsNoFaultOfTheKernel() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(stream::awaitEnd).isInstanceOf(InfrastructureException.class);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }
}
