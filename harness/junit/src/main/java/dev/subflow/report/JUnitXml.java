// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results in the JUnit XML that CI systems read: a suite per class; FAIL, CRASH and MISSING are
 * failures, INCONCLUSIVE is an error.
 *
 * <p>What guests printed is made harmless first, so any output makes well-formed XML.
 */
final class JUnitXml {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static String of(RunSummary summary) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JUnitXml(xml).run(summary);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing XML to memory failed", e);
    }
    return text.toString();
  }

  private void run(RunSummary summary) throws XMLStreamException {
    Map<String, List<TestResult>> suites =
        summary.results().stream()
            .collect(
                Collectors.groupingBy(
                    TestResult::className, LinkedHashMap::new, Collectors.toList()));
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    attribute("name", summary.run());
    totals(summary.results());
    for (Map.Entry<String, List<TestResult>> suite : suites.entrySet()) {
      suite(suite.getKey(), suite.getValue());
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
  }

  private void suite(String name, List<TestResult> results) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    attribute("name", name);
    totals(results);
    attribute("skipped", count(results, List.of(Verdict.SKIP)));
    attribute(
        "timestamp", TIMESTAMP.format(results.get(0).started().truncatedTo(ChronoUnit.SECONDS)));
    for (TestResult result : results) {
      test(result);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private void test(TestResult result) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    attribute("classname", result.className());
    attribute("name", result.displayName());
    attribute("time", seconds(result.elapsed()));
    String message = result.message().orElse("");
    switch (result.verdict()) {
      case PASS -> {}
      case SKIP -> {
        xml.writeCharacters("\n      ");
        xml.writeEmptyElement("skipped");
        attribute("message", result.outcome().map(o -> o + ": ").orElse("") + message);
      }
      case FAIL, CRASH, MISSING -> problem("failure", result.verdict(), message);
      case INCONCLUSIVE -> problem("error", result.verdict(), message);
    }
    xml.writeCharacters("\n      ");
    xml.writeStartElement("system-out");
    xml.writeCharacters(Sanitizer.text(facts(result)));
    xml.writeEndElement();
    xml.writeCharacters("\n    ");
    xml.writeEndElement();
  }

  private void problem(String element, Verdict verdict, String message) throws XMLStreamException {
    xml.writeCharacters("\n      ");
    xml.writeStartElement(element);
    attribute("type", verdict.name());
    attribute("message", message.lines().findFirst().orElse(""));
    xml.writeCharacters(Sanitizer.text(message));
    xml.writeEndElement();
  }

  /** Facts that the schema has no place for. */
  private static String facts(TestResult result) {
    StringBuilder text = new StringBuilder("\n");
    text.append("verdict: ").append(result.verdict()).append('\n');
    result.outcome().ifPresent(o -> text.append("outcome: ").append(o).append('\n'));
    result.kernels().forEach((guest, k) -> text.append("kernel of " + guest + ": " + k + "\n"));
    result.accelerator().ifPresent(a -> text.append("accelerator: ").append(a).append('\n'));
    result.seed().ifPresent(s -> text.append("seed: ").append(s).append('\n'));
    if (!result.rfcSections().isEmpty()) {
      text.append("RFC 8684: ").append(String.join(", ", result.rfcSections())).append('\n');
    }
    if (result.attempts() > 1) {
      text.append("attempts: ").append(result.attempts()).append('\n');
    }
    result.evidence().ifPresent(e -> text.append("evidence: ").append(e).append('\n'));
    result.keySsLines().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private void totals(List<TestResult> results) throws XMLStreamException {
    attribute("tests", String.valueOf(results.size()));
    attribute("failures", count(results, List.of(Verdict.FAIL, Verdict.CRASH, Verdict.MISSING)));
    attribute("errors", count(results, List.of(Verdict.INCONCLUSIVE)));
    attribute(
        "time",
        seconds(results.stream().map(TestResult::elapsed).reduce(Duration.ZERO, Duration::plus)));
  }

  private static String count(List<TestResult> results, Collection<Verdict> of) {
    return String.valueOf(results.stream().filter(r -> of.contains(r.verdict())).count());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Sanitizer.line(value));
  }
}
