// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestLostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabTest {
  @TempDir Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  @Test
  void whatCameLastGoesFirst() {
    List<Boolean> wired = new ArrayList<>();
    labs.factory.with(
        "client", vm -> vm.whenClosed(() -> wired.add(Files.exists(labs.sockets.get(0)))));
    Lab lab = labs.start();
    labs.factory.events().clear();

    lab.close();

    assertThat(labs.factory.events()).containsExactly("server closed", "client closed");
    assertThat(wired).as("the wires outlive the guests").containsExactly(true);
    assertThat(labs.sockets.get(0)).doesNotExist();
  }

  @Test
  void aGuestThatDoesNotEndInOrderKeepsNothingElseUp() {
    IllegalStateException stuck = new IllegalStateException("it is stuck");
    labs.factory.with(
        "server",
        vm ->
            vm.whenClosed(
                () -> {
                  throw stuck;
                }));
    Lab lab = labs.start();

    assertThatThrownBy(lab::close).isInstanceOf(InfrastructureException.class).hasCause(stuck);

    assertThat(labs.factory.events()).contains("client closed");
    assertThat(labs.sockets.get(0)).doesNotExist();
  }

  @Test
  void splatsAreToldByGuest() {
    Splat warning = LabFixture.splat(Splat.Kind.WARNING, "WARNING: at f");
    try (Lab lab = labs.start()) {
      assertThat(lab.splats()).isEmpty();

      labs.factory.guest("server").prints(warning);

      assertThat(lab.splats()).isEqualTo(Map.of("server", List.of(warning)));
    }
  }

  @Test
  void consoleLogsThatBrokeOffAreToldByGuest() {
    try (Lab lab = labs.start()) {
      assertThat(lab.consoleGaps()).isEmpty();

      labs.factory.guest("server").losesItsConsoleLog("the disk is full");

      assertThat(lab.consoleGaps()).isEqualTo(Map.of("server", "the disk is full"));
    }
  }

  @Test
  void guestsAndHostsHaveTheirNamesAndOrder() {
    try (Lab lab = labs.start()) {
      assertThat(lab.guests()).extracting(Guest::name).containsExactly("client", "server");
      assertThat(lab.guest("server")).isSameAs(labs.factory.guest("server"));
      assertThat(lab.host("server").guest()).isSameAs(lab.guest("server"));
      assertThat(lab.wire("wire").name()).isEqualTo("wire");
      assertThatThrownBy(() -> lab.guest("router")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> lab.host("router")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aCableIsPulledAtOneGuest() {
    try (Lab lab = labs.start()) {
      labs.factory.events().clear();
      lab.setCarrier("client", "eth1", false);
      lab.setCarrier("client", "eth1", true);
      assertThat(labs.factory.events()).containsExactly("client eth1 down", "client eth1 up");
    }
  }

  @Test
  void aStarvedGuestIsNotJudged() {
    AssertionError failure = new AssertionError("3 subflows, expected 2");
    try (Lab lab = labs.start()) {
      assertThatCode(() -> lab.requireEnoughProcessorTime(failure)).doesNotThrowAnyException();

      labs.factory.guest("server").starves("it ran for 1.0 s and waited 9.0 s");

      assertThatThrownBy(() -> lab.requireEnoughProcessorTime(failure))
          .isExactlyInstanceOf(GuestLostException.class)
          .hasMessage(
              "guest \"server\": this machine was too busy to judge by (it ran for 1.0 s and"
                  + " waited 9.0 s); run it again with fewer jobs, or on an idle machine")
          .hasCause(failure);
    }
  }

  @Test
  void itKnowsItsKernels() {
    labs.kernel("debug", "CONFIG_KASAN=y");
    try (Lab lab = labs.start("debug")) {
      assertThat(lab.kernelUnderTest("client").name()).isEqualTo("debug");
      assertThat(lab.kernelUnderTest("client").option("CONFIG_KASAN")).contains("y");
      assertThat(lab.kernel("server").requested()).isEqualTo("debug");
    }
  }
}
