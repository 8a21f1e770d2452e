// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.Guest;
import dev.subflow.report.RunReport;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link SubflowExtension} refuses before it starts a guest. */
final class SubflowExtensionTest {
  @TempDir private Path temp;

  /** A scenario whose author misspelt three names; it is never run as a test of its own. */
  @SubflowTest
  @UsesTopology(TwoPaths.class)
  static final class Misnamed {
    @Test
    void talks(Guest clinet, Guest server, LiveWire path9) {}
  }

  /** A scenario that wants its guest too early. */
  @SubflowTest
  static final class TooEarly {
    TooEarly(Guest host) {}

    @Test
    void talks() {}
  }

  @Test
  void everyMisnamedParameterIsToldAtOnce() {
    List<String> ends = Executions.of(Misnamed.class, temp);

    assertThat(ends)
        .singleElement()
        .asString()
        .contains("Misnamed.talks: parameter Guest clinet is not a host of topology")
        .contains("\nMisnamed.talks: parameter LiveWire path9 is not a wire of topology")
        .doesNotContain("server is not");
    assertThat(RunReport.read(temp).results()).as("no guest, no result").isEmpty();
  }

  @Test
  void aConstructorGetsNoGuest() {
    assertThat(Executions.of(TooEarly.class, temp))
        .singleElement()
        .asString()
        .contains("hosts and wires are parameters of test methods only");
  }
}
