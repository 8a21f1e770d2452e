// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.UnfinishedCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests that died while nobody talked to them. */
final class SignsOfLifeTest {
  @TempDir private Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  private static GuestException onlyDeath(Lab lab) {
    assertThat(lab.deaths()).hasSize(1);
    return lab.deaths().get(0);
  }

  @Test
  void guestsThatAnswerLive() {
    try (Lab lab = labs.start()) {
      assertThat(lab.deaths()).isEmpty();
      assertThat(lab.knownDeaths()).isEmpty();
      assertThatCode(lab::requireGuests).doesNotThrowAnyException();
    }
  }

  @Test
  void aGuestThatWentDownUnnoticedIsTold() {
    GuestException down = new GuestCrashedException("server", How.WENT_DOWN, "", List.of());
    try (Lab lab = labs.start()) {
      labs.factory.guest("server").dies(down);

      assertThat(lab.deaths()).containsExactly(down);
      assertThat(lab.knownDeaths()).containsExactly(down);
      assertThatThrownBy(lab::requireGuests).isSameAs(down);
    }
  }

  @Test
  void whatIsOnlySeenWhenItIsAskedIsToldToo() {
    GuestException lost = new GuestLostException("client", "its agent channel ended");
    try (Lab lab = labs.start()) {
      labs.factory.guest("client").isLost(lost);

      assertThat(lab.knownDeaths()).isEmpty();
      assertThat(onlyDeath(lab)).isSameAs(lost);
    }
  }

  @Test
  void aKernelThatAnswersNoMoreHung() {
    try (Lab lab = labs.start()) {
      labs.factory.guest("client").fallsSilent();

      assertThat(onlyDeath(lab))
          .isInstanceOf(GuestCrashedException.class)
          .hasMessage(
              "guest \"client\": its kernel hung: its agent did not answer within 10 s, though QEMU"
                  + " runs; see its console");
    }
  }

  @Test
  void aKernelThatHadNoProcessorToAnswerOnDidNotHang() {
    try (Lab lab = labs.start()) {
      labs.factory.guest("client").fallsSilent().starves("it waited for a day");

      GuestException death = onlyDeath(lab);
      assertThat(death)
          .isInstanceOf(GuestLostException.class)
          .hasMessageContaining("this machine was too busy to judge by (it waited for a day)");
      assertThat(death.getCause()).isNotInstanceOf(GuestCrashedException.class);
    }
  }

  @Test
  void crashesComeFirst() {
    try (Lab lab = labs.start()) {
      labs.factory.guest("client").dies(new GuestLostException("client", "QEMU was killed"));
      labs.factory.guest("server").fallsSilent();

      assertThat(lab.deaths())
          .extracting(GuestException::guest)
          .containsExactly("server", "client");
    }
  }

  @Test
  void aCommandInFlightIsToldOf() {
    List<UnfinishedCommand> told = new ArrayList<>();
    CommandLog log =
        new CommandLog() {
          @Override
          public void ended(CommandResult result) {}

          @Override
          public void failed(UnfinishedCommand command) {
            told.add(command);
          }
        };
    try (Lab lab = labs.starter(LabFixture.PAIR).start(log)) {
      GuestException down = new GuestCrashedException("server", How.WENT_DOWN, "", List.of());
      labs.factory.guest("server").failsAt("sleep", down);

      assertThatThrownBy(() -> lab.guest("server").run(Command.of("sleep", "9"))).isSameAs(down);
      assertThat(told)
          .singleElement()
          .satisfies(c -> assertThat(c.command().argv()).containsExactly("sleep", "9"))
          .satisfies(
              c ->
                  assertThat(c.describe())
                      .isEqualTo("still running when the guest died: it went down by itself"));
    }
  }
}
