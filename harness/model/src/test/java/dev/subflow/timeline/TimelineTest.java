// SPDX-License-Identifier: Apache-2.0
package dev.subflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.audit.Course;
import dev.subflow.capture.PacketTrace;
import dev.subflow.json.Json;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final Instant ZERO = Instant.parse("2026-11-30T12:00:00Z");
  private static final Topology TOPOLOGY = new TwoPaths().topology();
  private static final Path CAPTURE =
      Path.of("src/test/resources/captures/6.12.107-6.15/reference-steps.lan.pcapng");

  private static Moment command(int millis, String detail) {
    return new Moment(
        ZERO.plusMillis(millis), Duration.ofMillis(5), Kind.COMMAND, "client", "ss", detail);
  }

  private static Timeline of(List<Moment> moments) {
    return Timeline.of("Class.test", ZERO, TOPOLOGY, moments);
  }

  @Test
  void momentsComeInTheOrderOfTheClock() {
    assertThat(of(List.of(command(20, ""), command(10, ""))).moments())
        .extracting(Moment::at)
        .containsExactly(ZERO.plusMillis(10), ZERO.plusMillis(20));
  }

  @Test
  void ofTooManyTheLatestFramesGo() {
    List<Moment> moments = new ArrayList<>(List.of(command(9_000_000, "")));
    for (int i = 0; i < Timeline.MAX_MOMENTS + 10; i++) {
      moments.add(Moment.point(ZERO.plusMillis(i), Kind.SEGMENT, "client/eth1", "SYN"));
    }

    Timeline timeline = of(moments);

    assertThat(timeline.moments()).hasSize(Timeline.MAX_MOMENTS).contains(moments.get(0));
    assertThat(timeline.left()).isEqualTo(11);
  }

  @Test
  void whatIsTooLongIsCutAndSaysSo() {
    Moment moment = command(1, "x".repeat(Moment.MAX_DETAIL + 7));

    assertThat(moment.detail()).endsWith("x [... 7 characters more]");
  }

  @Test
  void allDetailsTogetherAreBounded() {
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      moments.add(command(i, "x".repeat(Moment.MAX_DETAIL)));
    }

    List<Moment> kept = of(moments).moments();

    assertThat(kept).hasSize(200);
    assertThat(kept.stream().mapToInt(m -> m.detail().length()).sum())
        .isBetween(Timeline.MAX_DETAILS / 2, Timeline.MAX_DETAILS);
  }

  @Test
  void linesAreJsonWithSecondsSinceTheZero() {
    List<String> lines =
        TimelineJson.lines(of(List.of(command(1500, "two\nlines")))).lines().toList();

    JsonNode head = Json.tree(lines.get(0)).orElseThrow();
    assertThat(head.path("zero").asText()).isEqualTo(ZERO.toString());
    assertThat(head.at("/hosts/client/eth1/wire").asText()).isEqualTo("path1");
    JsonNode moment = Json.tree(lines.get(1)).orElseThrow();
    assertThat(moment.path("at").asDouble()).isEqualTo(1.5);
    assertThat(moment.path("lasts").asDouble()).isEqualTo(0.005);
    assertThat(moment.path("detail").asText()).isEqualTo("two\nlines");
    assertThat(lines).hasSize(2);
  }

  @Test
  void aRealCaptureShowsItsHandshakesJoinsAndEnds() throws IOException {
    try (InputStream in = Files.newInputStream(CAPTURE)) {
      PacketTrace trace = PacketTrace.read("capture", in);

      List<Moment> moments = FrameMoments.of(trace);
      List<Moment> again = FrameMoments.again(trace, Course.of(trace));

      assertThat(moments).extracting(Moment::text).anyMatch(t -> t.startsWith("SYN MP_CAPABLE"));
      assertThat(moments).extracting(Moment::text).anyMatch(t -> t.startsWith("SYN MP_JOIN"));
      assertThat(moments).extracting(Moment::text).anyMatch(t -> t.startsWith("FIN"));
      assertThat(moments.size()).isLessThan(trace.frames().size() / 2);
      assertThat(again)
          .allMatch(m -> m.kind() == Kind.AGAIN && m.text().contains(" bytes again to "));
    }
  }
}
