// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.subflow.guest.GuestLostException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailureSnapshotTest {
  private final GuestLostException lost = new GuestLostException("client", "it is lost");

  @TempDir Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  private List<String> asked(String guest) {
    try (Lab lab = labs.start()) {
      labs.factory.events().clear();
      assertThatCode(lab::askWhatHappened).doesNotThrowAnyException();
    }
    return labs.factory.events().stream().filter(e -> e.startsWith(guest + " runs")).toList();
  }

  @Test
  void everyGuestIsAskedForCountersSocketsAddressesAndItsLog() {
    for (String word : List.of("nstat", "ss -naiM", "ip mptcp", "ip route", "dmesg")) {
      assertThat(asked("client")).as(word).anyMatch(question -> question.contains(word));
      assertThat(asked("server")).as(word).anyMatch(question -> question.contains(word));
    }
  }

  @Test
  void theDeadAreNotAskedAndTheOthersAre() {
    labs.factory.with("client", vm -> vm.dies(lost));

    assertThat(asked("client")).isEmpty();
    assertThat(asked("server")).isNotEmpty();
  }

  @Test
  void aGuestThatDoesNotAnswerIsNoSecondFailure() {
    labs.factory.with("client", vm -> vm.failsAt("ss -naiM", lost));

    assertThat(asked("client")).hasSize(2);
    assertThat(asked("server")).hasSizeGreaterThan(2);
  }

  @Test
  void aGuestThatDiesOfAQuestionIsNotAskedTheNext() {
    labs.factory.with("client", vm -> vm.failsAt("nstat", lost));
    try (Lab lab = labs.start()) {
      labs.factory.events().clear();
      FailureSnapshot.take(lab);
    }

    assertThat(labs.factory.events()).filteredOn(e -> e.startsWith("client runs")).hasSize(1);
    assertThat(labs.factory.events())
        .anyMatch(e -> e.startsWith("server runs") && e.contains("dmesg"));
  }
}
