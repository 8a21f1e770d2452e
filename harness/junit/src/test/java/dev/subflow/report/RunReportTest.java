// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.ktap.Outcome;
import dev.subflow.process.Program;
import dev.subflow.process.SessionDirectories;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

final class RunReportTest {
  @TempDir Path temp;

  private static TestResult result(String id, String message) {
    return TestResult.builder("dev.subflow.scenarios.Join", id, Verdict.FAIL)
        .message(message)
        .build();
  }

  @Test
  void aDiskThatIsFullLosesNoResultAndDamagesNone() throws Exception {
    assumeThat(SessionDirectories.uid()).as("only root can mount").isZero();
    Path disk = Files.createDirectory(temp.resolve("disk"));
    Program.of("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()).output();
    try {
      RunDirectory run = RunDirectory.at(disk.resolve("run"));
      RunReport report = RunReport.open(run);
      report.add(result("a", "small"));
      Path filler = Files.write(disk.resolve("filler"), new byte[2000 << 10]);
      String large = "x".repeat(100 << 10);

      assertThatThrownBy(() -> report.add(result("b", large)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("No space left on device");
      assertThat(Files.readString(run.path().resolve("results.jsonl")))
          .as("nothing of the line that did not fit")
          .endsWith("}\n")
          .doesNotContain("xxx");
      assertThat(report.summary().results()).extracting(TestResult::id).containsExactly("a", "b");
      report.add(result("c", "small too"));
      Files.delete(filler);
      report.close();

      assertThat(RunReport.read(run.path()).results())
          .extracting(TestResult::id)
          .containsExactly("a", "b", "c");
      assertThat(RunReport.parse(Files.readString(run.path().resolve("results.json"))))
          .extracting(TestResult::id)
          .containsExactly("a", "b", "c");
    } finally {
      Program.of("umount", disk.toString()).output();
    }
  }

  @Test
  void whoResumesARunKeepsWhatTheDiskRefused() throws IOException {
    RunDirectory run = RunDirectory.at(temp);
    TestResult written = result("a", "written");
    TestResult refused = result("b", "refused");
    RunReport.open(run).add(written);

    try (RunReport report = RunReport.resume(run, List.of(written, refused))) {
      report.add(result("c", "more"));
    }

    assertThat(RunReport.parse(Files.readString(temp.resolve("results.json"))))
        .extracting(TestResult::id)
        .containsExactly("a", "b", "c");
    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::id)
        .containsExactly("a", "b", "c");
  }

  @Test
  void whatAnotherProcessAddedIsThereBesideWhatWasRefused() throws IOException {
    RunDirectory run = RunDirectory.at(temp);
    RunReport report = RunReport.open(run);
    report.add(result("a", "mine"));
    Path lines = temp.resolve("results.jsonl");
    Path moved = Files.move(lines, temp.resolve("kept"));
    Files.createDirectory(lines);

    assertThatThrownBy(() -> report.add(result("b", "refused")))
        .isInstanceOf(UncheckedIOException.class);
    Files.delete(lines);
    Files.move(moved, lines);
    RunReport.open(run).add(result("c", "of another process"));

    assertThat(report.summary().results())
        .extracting(TestResult::id)
        .containsExactly("a", "b", "c");
  }

  @Test
  void resultsComeBackAsTheyWere() {
    RunDirectory run = RunDirectory.at(temp);
    TestResult result =
        TestResult.builder("dev.subflow.scenarios.Join", "Join.second", Verdict.CRASH)
            .displayName("second interface joins")
            .tags(List.of("scenario", "slow"))
            .rfcSections(List.of("3.2"))
            .outcome(Outcome.TIMEOUT)
            .message("Kernel panic\n at mptcp_close")
            .time(Instant.parse("2026-11-22T12:00:00.123456Z"), Duration.ofNanos(1_234_567_890))
            .kernels(Map.of("client", "7.3.4-1~bpo13+1"))
            .accelerator("tcg")
            .evidence(run.evidence("Join.second"))
            .pairing(Map.of("client", "debian:backports"))
            .repetition(17)
            .seed(-4)
            .attempts(2)
            .keySsLines(List.of("ESTAB 0 0 a b subflows:1"))
            .build();
    try (RunReport report = RunReport.open(run)) {
      report.add(result);
      assertThat(RunReport.read(temp).results()).containsExactly(result);
    }
    assertThat(RunReport.read(temp).results()).containsExactly(result);
    assertThat(result.evidence()).contains("Join.second");
  }

  @Test
  void resultsFromBeforeThereWereOutcomesAreRead() {
    String line = ResultsJson.line(result("old", Verdict.SKIP));
    assertThat(line).contains("\"outcome\":null,");

    assertThat(ResultsJson.parseLine(line.replace("\"outcome\":null,", "")))
        .contains(result("old", Verdict.SKIP));
  }

  @Test
  void anOutcomeThatIsNotTheVerdictIsTold() throws IOException {
    TestResult ignored =
        TestResult.builder("C", "flaky", Verdict.SKIP)
            .outcome(Outcome.IGNORED)
            .message("got 1")
            .build();
    try (RunReport report = RunReport.open(RunDirectory.at(temp))) {
      report.add(ignored);
    }

    JsonNode json = new ObjectMapper().readTree(temp.resolve("results.json").toFile());
    assertThat(json.at("/results/0/verdict").asText()).isEqualTo("SKIP");
    assertThat(json.at("/results/0/outcome").asText()).isEqualTo("IGNORED");
    Document xml = validated(Files.readString(temp.resolve("junit.xml")));
    Element skipped = (Element) xml.getElementsByTagName("skipped").item(0);
    assertThat(skipped.getAttribute("message")).isEqualTo("IGNORED: got 1");
    assertThat(xml.getElementsByTagName("system-out").item(0).getTextContent())
        .contains("outcome: IGNORED");
  }

  @Test
  void theDocumentSpeaksForItself() throws IOException {
    try (RunReport report = RunReport.open(RunDirectory.at(temp))) {
      report.add(result("one", Verdict.PASS));
      report.add(result("two", Verdict.FAIL));
      report.add(result("three", Verdict.PASS));
    }
    JsonNode json = new ObjectMapper().readTree(temp.resolve("results.json").toFile());

    assertThat(json.at("/counts/PASS").asInt()).isEqualTo(2);
    assertThat(json.at("/counts/FAIL").asInt()).isEqualTo(1);
    assertThat(json.at("/exitCode").asInt()).isEqualTo(1);
    assertThat(json.at("/results/2/id").asText()).isEqualTo("two");
    assertThat(json.at("/results/1/elapsedSeconds").asDouble()).isEqualTo(1.5);
    assertThat(json.at("/results/1/started").asText()).isEqualTo("2026-11-22T12:00:00Z");
  }

  @Test
  void aKilledRunLosesAtMostTheResultItWasWriting() throws IOException {
    RunReport.open(RunDirectory.at(temp)).add(result("kept", Verdict.PASS));
    Files.writeString(temp.resolve("results.jsonl"), "{\"id\":\"to", StandardOpenOption.APPEND);

    assertThat(RunReport.read(temp).results()).extracting(TestResult::id).containsExactly("kept");
    RunReport.open(RunDirectory.at(temp)).add(result("last", Verdict.PASS));
    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::id)
        .containsExactly("kept", "last");
  }

  @Test
  void resultsOfManyThreadsAreAllKept() {
    RunReport report = RunReport.open(RunDirectory.at(temp));
    IntStream.range(0, 200).parallel().forEach(i -> report.add(result("t" + i, Verdict.PASS)));

    assertThat(report.summary().results())
        .extracting(TestResult::id)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 200).mapToObj(i -> "t" + i).toList());
  }

  @Test
  void theOrderIsThatOfTheIdsNotOfTheEnds() {
    List<String> ids =
        List.of("Ack.late", "Join.path[2]", "Join.path[10]", "Join.second#1", "Join.second#11");
    RunReport report = RunReport.open(RunDirectory.at(temp));
    for (int i : new int[] {4, 2, 0, 3, 1}) {
      report.add(result(ids.get(i), Verdict.PASS));
    }

    assertThat(report.summary().results())
        .extracting(TestResult::id)
        .containsExactlyElementsOf(ids);
  }

  @Test
  void aRunWithoutResultsIsEmpty() {
    assertThat(RunReport.read(temp.resolve("nowhere")).results()).isEmpty();
  }

  @Test
  void everyVerdictHasItsElementInJUnitXml() {
    List<TestResult> results =
        List.of(Verdict.values()).stream().map(v -> result(v.name(), v)).toList();
    Document xml = validated(JUnitXml.of(new RunSummary("run", results)));

    Element suites = xml.getDocumentElement();
    assertThat(suites.getAttribute("tests")).isEqualTo("6");
    assertThat(suites.getAttribute("failures")).isEqualTo("3");
    assertThat(suites.getAttribute("errors")).isEqualTo("1");
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(3);
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    Element error = (Element) xml.getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("type")).isEqualTo("INCONCLUSIVE");
    assertThat(error.getAttribute("message")).isEqualTo("why INCONCLUSIVE");
  }

  @Property(tries = 300)
  void whateverAGuestPrintsTheXmlIsValid(@ForAll String hostile) {
    TestResult result =
        TestResult.builder("C" + hostile, hostile, Verdict.FAIL)
            .displayName(hostile)
            .message(hostile + "]]>" + hostile)
            .kernels(Map.of(hostile, hostile))
            .keySsLines(List.of(hostile))
            .build();

    validated(JUnitXml.of(new RunSummary(hostile, List.of(result))));
  }

  private static Document validated(String xml) {
    try {
      SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
          .newSchema(RunReportTest.class.getResource("junit.xsd"))
          .newValidator()
          .validate(new StreamSource(new StringReader(xml)));
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new AssertionError(e.getMessage() + " in\n" + xml, e);
    }
  }

  private static TestResult result(String id, Verdict verdict) {
    TestResultBuilder builder =
        TestResult.builder("dev.subflow.scenarios.Some", id, verdict)
            .time(Instant.parse("2026-11-22T12:00:00Z"), Duration.ofMillis(1500));
    return verdict == Verdict.PASS ? builder.build() : builder.message("why " + verdict).build();
  }
}
