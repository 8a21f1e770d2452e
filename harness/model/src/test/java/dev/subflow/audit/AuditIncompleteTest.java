// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.SERVER2;
import static dev.subflow.audit.Conversation.ack;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Origin;
import dev.subflow.packet.TcpFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a capture does not have is no fault of a host. */
final class AuditIncompleteTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  private static final int ANSWER_TO_THIRD_ACK = 8;

  private static Conversation twoPaths() {
    return new Conversation()
        .connected()
        .joined()
        .send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4))
        .send(CLIENT2, 1, 1, "ijkl", map(CLIENT2, 9, 1, 4))
        .send(SERVER, 1, 9, "", ack(SERVER, 13))
        .send(SERVER2, 1, 5, "", ack(SERVER2, 13))
        .send(CLIENT, 9, 1, "mnop", map(CLIENT, 13, 9, 4))
        .send(SERVER, 1, 13, "", ack(SERVER, 17));
  }

  private static PacketTrace without(PacketTrace trace, int index) {
    List<CapturedFrame> frames = new ArrayList<>(trace.frames());
    frames.remove(index);
    return new PacketTrace(trace.origin(), frames, List.of(), 0);
  }

  @Test
  void noFrameThatIsMissingIsAFault() {
    PacketTrace whole = twoPaths().trace();
    for (int i = 0; i < whole.frames().size(); i++) {
      // Nothing tells that an ACK alone is missing, unless the capture itself does.
      assertThat(Audit.of(without(whole, i)).violations())
          .as("without frame %d, %s", i + 1, whole.frames().get(i).frame())
          .extracting(Finding::rule)
          .isSubsetOf(i == ANSWER_TO_THIRD_ACK ? Set.of(Rule.JOIN_DATA) : Set.of());
    }
  }

  @Test
  void whatIsAcknowledgedAndWasNotSeenIsToldOf() {
    // The four bytes that the second path carried.
    PacketTrace lacking = without(twoPaths().trace(), 10);

    assertThat(Audit.of(lacking).unjudged())
        .anySatisfy(
            unjudged -> {
              assertThat(unjudged.rules()).contains(Rule.DATA_ACK_SENT, Rule.MAPPING_MISSING);
              assertThat(unjudged.why()).contains("TCP acknowledges bytes");
            });
  }

  @Test
  void aCaptureThatSaysThatItHasGapsIsBelieved() {
    Conversation wrong = twoPaths().send(SERVER, 1, 13, "", ack(SERVER, 5000));
    PacketTrace whole = wrong.trace();
    PacketTrace gap = new PacketTrace(whole.origin(), whole.frames(), List.of("cut off"), 0);
    PacketTrace missing = new PacketTrace(whole.origin(), whole.frames(), List.of(), 3);

    assertThat(Audit.of(whole).findings()).extracting(Finding::rule).contains(Rule.DATA_ACK_SENT);
    assertThat(Audit.of(gap).findings()).isEmpty();
    assertThat(Audit.of(missing).findings()).isEmpty();
    assertThat(Audit.of(gap).unjudged())
        .extracting(Unjudged::toString)
        .anySatisfy(text -> assertThat(text).contains("cut off").contains("DATA_ACK_SENT"));
    assertThat(Audit.of(missing).unjudged())
        .extracting(Unjudged::why)
        .contains("the capture lacks 3 frames");
  }

  private static Stream<Path> captures() throws IOException {
    try (Stream<Path> files = Files.walk(CAPTURES)) {
      return files.filter(f -> f.toString().endsWith(".pcapng")).sorted().toList().stream();
    }
  }

  private static PacketTrace cut(PacketTrace trace, int bytes) {
    return new PacketTrace(
        trace.origin(),
        trace.frames().stream().map(frame -> cut(frame, bytes)).toList(),
        List.of(),
        0);
  }

  private static CapturedFrame cut(CapturedFrame frame, int bytes) {
    Frame whole = frame.frame();
    byte[] left = Arrays.copyOf(whole.bytes(), Math.min(bytes, whole.length()));
    return new CapturedFrame(
        frame.time(),
        frame.nic(),
        Frame.captured(
            whole.link(), left, whole.wireLength(), new Origin(Optional.empty(), Map.of())),
        frame.comment());
  }

  @ParameterizedTest
  @MethodSource("captures")
  void framesThatASnapLengthCutAreNoFault(Path file) throws IOException {
    PacketTrace whole;
    try (InputStream in = Files.newInputStream(file)) {
      whole = PacketTrace.read(file.toString(), in);
    }
    for (int bytes : new int[] {60, 80, 96, 100, 120, 200}) {
      assertThat(Audit.of(cut(whole, bytes)).findings()).as("cut to %d bytes", bytes).isEmpty();
    }
  }

  @Test
  void dataThatWasCutIsNotCompared() {
    Conversation conversation =
        new Conversation()
            .connected()
            .joined()
            .send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4))
            .send(
                CLIENT2,
                EnumSet.of(TcpFlag.ACK),
                1,
                1,
                new byte[] {'E', 'F'},
                4,
                map(CLIENT2, 5, 1, 4));

    assertThat(conversation.audit().findings()).isEmpty();
    assertThat(conversation.audit().unjudged())
        .extracting(Unjudged::toString)
        .anySatisfy(text -> assertThat(text).contains("1 frames are cut").contains("DATA_SAME"));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void aCaptureThatBeginsOrEndsAnywhereHasNoFault(Path file) throws IOException {
    PacketTrace whole;
    try (InputStream in = Files.newInputStream(file)) {
      whole = PacketTrace.read(file.toString(), in);
    }
    int frames = whole.frames().size();
    for (int from = 0; from < frames; from += 1 + frames / 40) {
      PacketTrace end =
          new PacketTrace(whole.origin(), whole.frames().subList(from, frames), List.of(), 0);
      PacketTrace begin =
          new PacketTrace(whole.origin(), whole.frames().subList(0, from), List.of(), 0);
      assertThat(Audit.of(end).findings()).as("from frame %d", from + 1).isEmpty();
      assertThat(Audit.of(begin).findings()).as("up to frame %d", from).isEmpty();
    }
  }
}
