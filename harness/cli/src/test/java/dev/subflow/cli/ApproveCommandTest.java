// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.observe.ApprovedBehaviour;
import dev.subflow.observe.Observation;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.run.Approval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ApproveCommand} writes, and what it refuses. */
final class ApproveCommandTest {
  private static final String TEST = "FullMesh.twoByTwo";
  private static final String REMOVED = "counters/client/MPTcpExtRmAddr";

  @TempDir private Path resources;
  private final FakeStreams streams = new FakeStreams();
  private Path file = Path.of("");

  @BeforeEach
  void place() {
    file = resources.resolve("approved/7.3/FullMesh.twoByTwo.json");
  }

  private static ApprovedBehaviour behaviour(String removed) {
    return new ApprovedBehaviour(new Observation(Map.of(REMOVED, List.of(removed))));
  }

  private boolean keep(Approval approval, boolean narrow) {
    return new ApproveCommand(streams.files()).keep(approval, resources, narrow);
  }

  private static Approval approval(int runs, ApprovedBehaviour behaviour) {
    return new Approval(
        TEST, ApprovedBehaviour.place("7.3", TEST), runs, behaviour, Optional.empty());
  }

  @Test
  void newBehaviourTakesThePlaceOfTheOldAndTheDifferenceIsTold() throws IOException {
    assertThat(keep(approval(20, behaviour("+1")), false)).isTrue();
    assertThat(keep(approval(20, behaviour("+2")), false)).isTrue();

    assertThat(ApprovedBehaviour.parse(Files.readString(file))).contains(behaviour("+2"));
    assertThat(streams.out())
        .contains("approved  FullMesh.twoByTwo  20 runs")
        .contains("MPTcpExtRmAddr +2 on client (approved: +1)");
  }

  @Test
  void aFileThatWouldApproveNothingGoes() {
    assertThat(keep(approval(20, behaviour("+1")), false)).isTrue();

    assertThat(keep(approval(20, behaviour("+2")), true)).isFalse();
    assertThat(file).doesNotExist();
    assertThat(streams.out()).contains("not approved  FullMesh.twoByTwo: nothing is left");
  }

  @Test
  void fewerRunsThanWantedApproveNothing() {
    assertThat(keep(approval(19, behaviour("+1")), false)).isFalse();
    assertThat(file).doesNotExist();
    assertThat(streams.out()).contains("of 20 runs 19 could be observed");
  }

  @Test
  void aTestThatDoesNotPassIsNotApproved() {
    TestResult failed = TestResult.builder("x.Y", TEST, Verdict.FAIL).message("no join").build();
    Approval approval =
        new Approval(
            TEST, ApprovedBehaviour.place("7.3", TEST), 20, behaviour("+1"), Optional.of(failed));

    assertThat(keep(approval, false)).isFalse();
    assertThat(file).doesNotExist();
    assertThat(streams.out()).contains("not approved  FullMesh.twoByTwo: FAIL no join");
  }

  @Test
  void badInputIsOneMessage() {
    String fixtures = "--package=dev.subflow.cli.fixture";
    String passing = "HandshakeFixture.passes";

    CommandLineRun few = CommandLineRun.of("approve", fixtures, passing, "--runs", "1");
    assertThat(few.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(few.err()).contains("so 1 will not do");
    CommandLineRun nowhere = CommandLineRun.of("approve", fixtures, passing, "--into", "/nowhere");
    assertThat(nowhere.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(nowhere.err()).contains("there is no folder /nowhere");
  }
}
