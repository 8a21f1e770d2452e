// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/** What scenarios of a run share; the fixture needs no guest. */
final class RunContextTest {
  private static final List<RunContext> RUNS = new ArrayList<>();
  private static final List<Boolean> MORE = new ArrayList<>();

  @TempDir private Path temp;

  /** Asks for what the extension of scenarios asks for. */
  static final class Asking implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      RUNS.add(RunContext.of(context));
      MORE.add(Outlook.anotherFollows(context));
    }
  }

  @ExtendWith(Asking.class)
  static final class Fixture {
    @Test
    void one() {}

    @Test
    void two() {}

    @Test
    void three() {}
  }

  private void execute(LauncherSession session, String out) {
    assertThat(Executions.of(session.getLauncher(), Fixture.class, temp.resolve(out))).hasSize(3);
  }

  @Test
  void executionsWithTheSameSettingsAreTheSameRun() {
    RUNS.clear();
    MORE.clear();
    try (LauncherSession session = LauncherFactory.openSession()) {
      execute(session, "a");
      execute(session, "a");
      execute(session, "b");
    }

    assertThat(RUNS.subList(0, 6)).containsOnly(RUNS.get(0));
    assertThat(RUNS.subList(6, 9)).containsOnly(RUNS.get(6)).doesNotContain(RUNS.get(0));
    assertThat(RUNS.get(0).report().directory().path()).isEqualTo(temp.resolve("a"));
    assertThat(RUNS.get(0).seed()).isNotEqualTo(RUNS.get(6).seed());
    assertThat(temp.resolve("a/results.json")).as("written at the end").exists();
    assertThat(MORE)
        .as("another test follows all but the last of each execution")
        .containsExactly(true, true, false, true, true, false, true, true, false);
  }
}
