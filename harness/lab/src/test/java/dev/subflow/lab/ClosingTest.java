// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  private static AutoCloseable failing(Exception why) {
    return () -> {
      throw why;
    };
  }

  @Test
  void allAreClosedInTheOrderGiven() {
    assertThatCode(() -> Closing.all(List.of(part("a"), part("b")))).doesNotThrowAnyException();
    assertThat(closed).containsExactly("a", "b");
  }

  @Test
  void whatOneThrowsKeepsNoneOpen() {
    IOException first = new IOException("the disk is full");
    IllegalStateException second = new IllegalStateException("twice");

    assertThatThrownBy(
            () -> Closing.all(List.of(part("a"), failing(first), failing(second), part("b"))))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the disk is full")
        .hasCause(first)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(second));
    assertThat(closed).containsExactly("a", "b");
  }

  @Test
  void anInterruptionIsNotLost() {
    assertThatThrownBy(() -> Closing.all(List.of(failing(new InterruptedException()), part("a"))))
        .isInstanceOf(InfrastructureException.class);
    assertThat(closed).containsExactly("a");
    assertThat(Thread.interrupted()).isTrue();
  }
}
