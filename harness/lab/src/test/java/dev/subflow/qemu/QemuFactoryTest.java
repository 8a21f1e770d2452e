// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.agent.CommandListener;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestLostException;
import dev.subflow.vm.FakeVm;
import dev.subflow.vm.GuestSpec;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a guest when its template, or a boot, is of no use. */
final class QemuFactoryTest {
  private static final GuestSpec GUEST = TestTemplates.guest("client");
  private final GuestLostException lost = new GuestLostException("client", "it is silent");
  private final Starts starts = new Starts();
  @TempDir Path temp;
  private TestTemplates templates;
  private QemuFactory factory;

  /** Starts fake guests, or throws. */
  private static final class Starts implements QemuFactory.Starter {
    private final List<String> ways = new ArrayList<>();
    private Optional<RuntimeException> noBoot = Optional.empty();
    private Optional<RuntimeException> noCopy = Optional.empty();

    @Override
    public Vm boot(GuestSpec spec, CommandListener listener) {
      return start("boot", noBoot, spec, listener);
    }

    @Override
    public Vm copy(GuestSpec spec, Template template, CommandListener listener) {
      assertThat(template.state()).hasContent("state");
      return start("copy", noCopy, spec, listener);
    }

    private Vm start(
        String way, Optional<RuntimeException> failure, GuestSpec spec, CommandListener listener) {
      ways.add(way);
      if (failure.isPresent()) {
        throw failure.get();
      }
      return new FakeVm(spec.name(), listener, new ArrayList<>());
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    templates = new TestTemplates(temp);
    factory = new QemuFactory(starts, templates.ofRun());
  }

  private void start(GuestSpec spec) {
    factory.start(spec, CommandListener.NONE).close();
  }

  @Test
  void aGuestIsACopyOfItsTemplate() {
    start(GUEST);
    start(TestTemplates.guest("server"));

    assertThat(starts.ways).containsExactly("copy", "copy");
    assertThat(templates.made).hasSize(1);
  }

  @Test
  void aColdOneBootsWithoutATemplate() {
    start(TestTemplates.guest("client", 256, true));

    assertThat(starts.ways).containsExactly("boot");
    assertThat(templates.made).isEmpty();
  }

  @Test
  void itBootsWhereThereCanBeNoTemplate() {
    templates.fail(new GuestLostException("template", "it is silent"));

    start(GUEST);

    assertThat(starts.ways).containsExactly("boot");
  }

  @Test
  void itBootsWhereItsTemplateIsUnusableWhichIsThenMadeAnew() {
    starts.noCopy = Optional.of(lost);
    start(GUEST);
    starts.noCopy = Optional.of(new InfrastructureException("QEMU refuses"));
    start(GUEST);

    assertThat(starts.ways).containsExactly("copy", "boot", "copy", "boot");
    assertThat(templates.made).hasSize(2);
  }

  @Test
  void whereNoBootSucceedsEitherTheTemplateIsNotToBlame() {
    InfrastructureException full = new InfrastructureException("the disk is full");
    starts.noCopy = Optional.of(lost);
    starts.noBoot = Optional.of(full);

    assertThatThrownBy(() -> start(GUEST))
        .isSameAs(full)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(lost));

    starts.noCopy = Optional.empty();
    start(GUEST);
    assertThat(templates.made).hasSize(1);
  }

  @Test
  void aKernelThatCrashesIsNotGivenASecondChance() {
    GuestCrashedException crash = new GuestCrashedException("client", How.DIED, "", List.of());
    starts.noCopy = Optional.of(crash);

    assertThatThrownBy(() -> start(GUEST)).isSameAs(crash);
    assertThat(starts.ways).containsExactly("copy");
  }
}
