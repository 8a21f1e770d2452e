// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.observe.Observation;
import dev.subflow.observe.ObservationJson;
import dev.subflow.regress.Build;
import dev.subflow.regress.RegressReport;
import dev.subflow.report.RunDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two kernels' observations of one test, in two columns. */
final class SideBySideTest {
  private static final String EVENTS = "events/client";

  @TempDir Path temp;

  private static List<String> lines(List<String> base, List<String> changed) {
    return SideBySide.lines(
        new Observation(Map.of(EVENTS, base)), new Observation(Map.of(EVENTS, changed)));
  }

  private static String row(String mark, String base, String changed) {
    return ("  " + mark + " " + base + " ".repeat(58 - base.length()) + " | " + changed)
        .stripTrailing();
  }

  @Test
  void aLineMoreDoesNotMoveThoseAfterIt() {
    assertThat(lines(List.of("CREATED", "CLOSED"), List.of("CREATED", "SUB_CLOSED", "CLOSED")))
        .containsExactly(
            "  " + EVENTS,
            row(" ", "CREATED", "CREATED"),
            row("!", "", "SUB_CLOSED"),
            row(" ", "CLOSED", "CLOSED"));
  }

  @Test
  void aLineThatChangedStandsBesideWhatItWas() {
    assertThat(lines(List.of("REMOVE_ADDR id 2"), List.of("REMOVE_ADDR id 0")))
        .containsExactly("  " + EVENTS, row("!", "REMOVE_ADDR id 2", "REMOVE_ADDR id 0"));
  }

  @Test
  void aPartThatOneLacksIsShown() {
    Observation none = new Observation(Map.of());
    Observation one = new Observation(Map.of(EVENTS, List.of("CREATED")));

    assertThat(SideBySide.lines(none, one)).contains(row("!", "", "CREATED"));
  }

  @Test
  void longLinesOfTheBaseAreCut() {
    assertThat(lines(List.of("x".repeat(80)), List.of("y")).get(1))
        .startsWith("  ! " + "x".repeat(55) + "... | y");
  }

  @Test
  void bothKernelsAreReadFromTheRun() throws IOException {
    keep("base", "ADD_ADDR \u001b[31mid 1");
    keep("patched", "ADD_ADDR id 2");

    assertThat(printed("Announced"))
        .contains("AnnouncedAddress.clientJoinsToIt\n")
        .contains("! ADD_ADDR ")
        .contains("| ADD_ADDR id 2\n")
        .doesNotContain("\u001b");
  }

  @Test
  void aTestWithoutObservationsIsSaid() throws IOException {
    keep("base", "ADD_ADDR id 1");

    assertThat(printed("Announced"))
        .isEqualTo("\nno observations of Announced on both kernels to explain\n");
  }

  private void keep(String variant, String event) throws IOException {
    Path folder =
        Files.createDirectories(temp.resolve(variant + "/AnnouncedAddress.clientJoinsToIt"));
    Files.writeString(
        folder.resolve(Observation.FILE),
        ObservationJson.text(new Observation(Map.of(EVENTS, List.of(event)))));
  }

  private String printed(String test) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SideBySide.print(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        RunDirectory.at(temp),
        new RegressReport(
            List.of(build("base"), build("patched")),
            List.of(),
            Map.of(),
            Optional.empty(),
            0.01,
            Duration.ZERO,
            "./subflow regress"),
        test);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Build build(String variant) {
    return new Build(
        variant, variant, Optional.empty(), "7.3", List.of(), Duration.ZERO, Optional.empty());
  }
}
