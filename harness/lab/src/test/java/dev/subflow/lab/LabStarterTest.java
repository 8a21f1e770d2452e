// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestLostException;
import dev.subflow.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabStarterTest {
  private final GuestLostException silent = new GuestLostException("server", "it is silent");
  @TempDir Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  private void assertNothingIsLeft() {
    assertThat(labs.factory.events()).contains("client started", "client closed");
    assertThat(labs.sockets).hasSize(1).allSatisfy(folder -> assertThat(folder).doesNotExist());
  }

  @Test
  void everyGuestIsMadeOfWhatItsHostSays() {
    labs.kernel("debug", "CONFIG_KASAN=y");
    Topology topology =
        Topology.builder("mixed")
            .link("wire")
            .host("client", h -> h.nic("eth1", "wire", "10.0.1.1/24").kernel("debug"))
            .host("server", h -> h.nic("eth1", "wire", "10.0.1.2/24"))
            .build();

    try (Lab lab = labs.starter(topology).start(LabFixture::ignore)) {
      assertThat(lab.guests()).extracting(Guest::name).containsExactly("client", "server");
    }

    assertThat(labs.factory.spec("client").kernel().requested()).isEqualTo("debug");
    assertThat(labs.factory.spec("server").kernel().requested()).isEqualTo("plain");
    assertThat(labs.factory.spec("server").root().name()).isEqualTo("guest");
    assertThat(labs.factory.spec("server").nicSockets())
        .containsExactly(labs.sockets.get(0).resolve("nic1"));
    assertThat(labs.factory.spec("server").bootTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(labs.factory.spec("client").bootTimeout()).isEqualTo(Duration.ofMinutes(6));
    assertThat(labs.factory.events()).contains("client configured", "server configured");
  }

  @Test
  void aGuestThatDoesNotComeUpEndsThoseThatDid() {
    labs.factory.failing("server", silent);

    assertThatThrownBy(labs::start).isSameAs(silent);

    assertNothingIsLeft();
  }

  @Test
  void aGuestThatRefusesItsConfigurationIsEndedToo() {
    InfrastructureException refusal = new InfrastructureException("no such sysctl");
    labs.factory.with("server", vm -> vm.refuses(refusal));

    assertThatThrownBy(labs::start).isSameAs(refusal);

    assertNothingIsLeft();
    assertThat(labs.factory.events()).contains("server closed");
  }

  @Test
  void whatElseFailedIsKept() {
    GuestLostException other = new GuestLostException("client", "it is lost");
    labs.factory.failing("client", other).failing("server", silent);

    assertThatThrownBy(labs::start)
        .isSameAs(other)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(silent));
  }

  @Test
  void cleaningUpHidesNoFailure() {
    IllegalStateException stuck = new IllegalStateException("it is stuck");
    labs.factory
        .failing("server", silent)
        .with(
            "client",
            vm ->
                vm.whenClosed(
                    () -> {
                      throw stuck;
                    }));

    assertThatThrownBy(labs::start)
        .isSameAs(silent)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .hasFieldOrPropertyWithValue("cause", stuck));
    assertNothingIsLeft();
  }

  @Test
  void aCrashWhileBootingIsDecoded() {
    Splat panic = LabFixture.splat(Splat.Kind.PANIC, "Kernel panic - not syncing");
    GuestCrashedException crash =
        new GuestCrashedException("server", How.DIED, "; no command had run yet", List.of(panic));
    labs.decoder((kernel, lines) -> Optional.of(kernel.requested() + " " + lines + "\n"));
    labs.factory.failing("server", crash);

    assertThatThrownBy(labs::start).isSameAs(crash);

    assertNothingIsLeft();
    assertThat(temp.resolve("dmesg.decoded"))
        .hasContent("== server\nplain [[    1.000000] Kernel panic - not syncing]");
  }

  @Test
  void noGuestStartsBeforeAllOfThemAreKnown() {
    labs.kernel("unread", Optional.of(temp.resolve("gone")), Optional.empty());
    Topology topology =
        Topology.builder("mixed")
            .host("client", h -> {})
            .host("server", h -> h.kernel("unread"))
            .build();

    assertThatThrownBy(() -> labs.starter(topology).start(LabFixture::ignore))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("can't be read");
    assertThat(labs.factory.events()).isEmpty();
    assertThat(labs.sockets).allSatisfy(folder -> assertThat(folder).doesNotExist());
  }

  @Test
  void anUnknownKernelFailsBeforeThereAreWires() {
    assertThatThrownBy(() -> labs.start("misspelt")).isInstanceOf(UsageException.class);
    assertThat(labs.sockets).isEmpty();
  }

  @Test
  void everyCommandIsTold() {
    List<CommandResult> heard = new ArrayList<>();
    try (Lab lab = labs.starter(LabFixture.PAIR).start(heard::add)) {
      var unused = lab.guest("server").run("true");
    }
    assertThat(heard).extracting(CommandResult::guest).containsExactly("server");
  }

  @Test
  void capturesAreMadeFromTheStart() {
    labs.starter(LabFixture.PAIR).startCapturing(LabFixture::ignore).close();

    assertThat(temp.resolve("wire.pcapng")).exists();
  }

  @Test
  void aLabThatCannotBeCapturedEnds() {
    LabStarter starter =
        new LabStarter(labs.ingredients(), LabFixture.PAIR, temp.resolve("gone"), false);

    assertThatThrownBy(() -> starter.startCapturing(LabFixture::ignore))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("can't be captured");
    assertNothingIsLeft();
  }
}
