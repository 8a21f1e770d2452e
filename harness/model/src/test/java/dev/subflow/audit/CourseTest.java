// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.ack;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.capture.PacketTrace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CourseTest {
  private static final Path REAL =
      Path.of("src/test/resources/captures/6.12.107-6.15/reference-steps.lan.pcapng");

  private final Conversation conversation = new Conversation().connected().joined();

  private Course course() {
    List<Course> all = Course.of(conversation.trace());
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void eachSegmentHasItsPlaceInTheDataWhicheverSubflowItTook() {
    conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
    conversation.send(CLIENT2, 1, 1, "ijkl", map(CLIENT2, 9, 1, 4));

    assertThat(course().isMptcp()).isTrue();
    assertThat(course().ways())
        .extracting(Course.Way::isUp)
        .containsExactly(true, true, false, false);
    assertThat(course().ways().get(0).pieces())
        .extracting(Course.Piece::place, Course.Piece::length, Course.Piece::isAgain)
        .containsExactly(tuple(1L, 4, false), tuple(5L, 4, false));
    assertThat(course().ways().get(1).pieces())
        .extracting(Course.Piece::place, Course.Piece::isAgain)
        .containsExactly(tuple(9L, false));
  }

  @Test
  void whatComesAgainOnAnotherSubflowIsSaid() {
    conversation.send(CLIENT2, 1, 1, "abcd", map(CLIENT2, 1, 1, 4));

    Course.Piece again = course().ways().get(1).pieces().get(0);
    assertThat(again.place()).isEqualTo(1);
    assertThat(again.isAgain()).isTrue();
    assertThat(conversation.trace().frames().get(again.frame() - 1).time()).isEqualTo(again.at());
  }

  @Test
  void acknowledgementsRiseAlone() {
    conversation.send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4));
    conversation.send(SERVER, 1, 9, "", ack(SERVER, 9));
    conversation.send(SERVER, 1, 9, "", ack(SERVER, 9));

    assertThat(course().up()).extracting(Course.Ack::place).containsExactly(5L, 9L);
    assertThat(course().down()).isEmpty();
  }

  /** What {@link Transfers} counts and what is drawn are one. */
  @Test
  void itAgreesWithTheMeasureOfARealConnection() throws IOException {
    try (InputStream in = Files.newInputStream(REAL)) {
      PacketTrace trace = PacketTrace.read("capture", in);
      Transfers measured = Transfers.of(trace).get(0);
      Course course = Course.of(trace).get(0);

      for (Transfer transfer : List.of(measured.up(), measured.down())) {
        for (Transfer.Path path : transfer.paths()) {
          List<Course.Piece> pieces =
              course.ways().stream()
                  .filter(way -> way.from().equals(path.from()) && way.to().equals(path.to()))
                  .findFirst()
                  .orElseThrow()
                  .pieces();
          assertThat(pieces.stream().mapToLong(Course.Piece::length).sum())
              .isEqualTo(path.payload());
          assertThat(
                  pieces.stream()
                      .filter(Course.Piece::isAgain)
                      .mapToLong(Course.Piece::length)
                      .sum())
              .isLessThanOrEqualTo(path.again());
        }
      }
    }
  }

  @Test
  void nothingMayBeThere() {
    assertThat(Course.of(PacketTrace.merge(List.of()))).isEmpty();
  }
}
