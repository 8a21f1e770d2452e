// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import dev.subflow.audit.Course;
import dev.subflow.json.Json;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.timeline.Moment;
import dev.subflow.timeline.Timeline;
import dev.subflow.timeline.TimelineJson;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.InterfaceAddress;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of one test, {@code index.html} in its evidence: what it ran on, what happened when, how
 * the data went, and why it ended as it did.
 */
public final class TestPage {
  /** Name of its file. */
  public static final String FILE = "index.html";

  private static final Template TEMPLATE = new Template("test");

  private TestPage() {}

  /**
   * Writes it into the evidence, and the timeline as {@link Timeline#FILE}.
   *
   * @throws IOException when the disk refuses
   * @throws java.io.UncheckedIOException when the disk refuses
   */
  public static void write(
      TestEvidence evidence, TestResult result, Timeline timeline, List<Course> courses)
      throws IOException {
    Path folder = evidence.directory();
    Assets.into(folder.resolveSibling("."));
    evidence.text(Timeline.FILE, TimelineJson.lines(timeline));
    evidence.text(FILE, TEMPLATE.fill(view(folder, result, timeline, courses)));
  }

  private static Map<String, Object> view(
      Path folder, TestResult result, Timeline timeline, List<Course> courses) throws IOException {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", result.id());
    view.put("name", result.displayName());
    view.put("verdict", result.verdict().name());
    view.put("message", result.message().orElse(""));
    view.put("hasMessage", result.verdict() != Verdict.PASS && result.message().isPresent());
    view.put("facts", facts(result));
    view.put("sockets", String.join("\n", result.keySsLines()));
    view.put("drawing", TopologyDrawing.of(timeline.topology(), result.kernels()));
    view.put("rows", rows(timeline));
    view.put("left", timeline.left());
    view.put("lanes", lanes(timeline.topology()));
    Map<String, String> nics = nics(timeline.topology());
    CoursesJson json = new CoursesJson(timeline.zero(), a -> nics.getOrDefault(a, a));
    view.put("courses", forScript(Json.line(json.of(courses))));
    view.put("files", files(folder));
    return view;
  }

  /** JSON within a script element: nothing in it begins a tag. */
  private static String forScript(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private record Fact(String name, String value) {}

  private static List<Fact> facts(TestResult result) {
    Stream<Optional<Fact>> all =
        Stream.of(
            Optional.of(new Fact("Took", seconds(result.elapsed()) + " s")),
            Optional.of(new Fact("Started", result.started().toString())),
            result.accelerator().map(a -> new Fact("Guests on", a)),
            result.seed().map(s -> new Fact("Seed", s.toString())),
            Optional.of(result.rfcSections())
                .filter(sections -> !sections.isEmpty())
                .map(sections -> new Fact("RFC 8684", String.join(", ", sections))),
            Optional.of(new Fact("Class", result.className())));
    return all.flatMap(Optional::stream).toList();
  }

  /** A line of the table of moments; scripts draw the lanes from these. */
  private record Row(
      String at, String lasts, String kind, String where, String text, String detail, int number) {
    Row(Moment moment, Instant zero, int number) {
      this(
          seconds(Duration.between(zero, moment.at())),
          moment.lasts().isZero() ? "" : seconds(moment.lasts()),
          moment.kind().name().toLowerCase(Locale.ROOT),
          moment.where(),
          moment.text(),
          moment.detail(),
          number);
    }
  }

  private static List<Row> rows(Timeline timeline) {
    List<Row> rows = new ArrayList<>();
    timeline.moments().forEach(moment -> rows.add(new Row(moment, timeline.zero(), rows.size())));
    return rows;
  }

  private record LaneView(String key, String label, boolean isHost) {}

  private static List<LaneView> lanes(Topology topology) {
    Stream<LaneView> ofHosts =
        topology.hosts().stream()
            .flatMap(
                host ->
                    Stream.concat(
                        Stream.of(new LaneView(host.name(), host.name(), true)),
                        host.nics().stream().map(nic -> lane(host, nic))));
    return Stream.concat(Stream.of(new LaneView("", "test", true)), ofHosts).toList();
  }

  private static LaneView lane(HostSpec host, Nic nic) {
    return new LaneView(host.name() + "/" + nic.name(), nic.name() + " · " + nic.wire(), false);
  }

  /** What addresses belong to. */
  private static Map<String, String> nics(Topology topology) {
    Map<String, String> names = new LinkedHashMap<>();
    for (HostSpec host : topology.hosts()) {
      for (Nic nic : host.nics()) {
        for (InterfaceAddress address : nic.addresses()) {
          names.put(IpText.format(address.address()), host.name() + "/" + nic.name());
        }
      }
    }
    return names;
  }

  private record Evidence(String name, String size) {}

  private static List<Evidence> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      return files.stream()
          .map(file -> new Evidence(String.valueOf(file.getFileName()), size(file)))
          .filter(file -> !file.name().equals(FILE) && !file.size().isEmpty())
          .collect(Collectors.toList());
    }
  }

  /** Empty of a file without content. */
  private static String size(Path file) {
    try {
      long bytes = Files.size(file);
      return bytes == 0
          ? ""
          : bytes < 1024 ? bytes + " B" : String.format(Locale.ROOT, "%.0f KiB", bytes / 1024.0);
    } catch (IOException e) {
      return "";
    }
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.getSeconds() + time.getNano() / 1e9);
  }
}
