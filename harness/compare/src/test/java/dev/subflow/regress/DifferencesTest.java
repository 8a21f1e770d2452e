// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.observe.Observation;
import dev.subflow.observe.TestRecord;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each change of what a test saw is told in the words of those who work on MPTCP. */
final class DifferencesTest {
  private static final Path CAPTURES = Path.of("../model/src/test/resources/captures");
  private static final String ANNOUNCED = "7.3.4-6.15/announced-port.path1.pcapng";
  private static final String REFERENCE = "7.3.4-6.15/reference-steps.lan.pcapng";

  private static PacketTrace trace(String name) throws IOException {
    try (InputStream in = Files.newInputStream(CAPTURES.resolve(name))) {
      return PacketTrace.read(name, in);
    }
  }

  private static Observation seen(PacketTrace trace) {
    return new TestRecord().observation(trace);
  }

  private static Observation parts(String... pathsAndLines) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndLines.length; i += 2) {
      parts.put(pathsAndLines[i], List.of(pathsAndLines[i + 1].split("\n", -1)));
    }
    return new Observation(parts);
  }

  private static List<String> words(Observation base, Observation changed) {
    return Differences.between(Collections.nCopies(10, base), Collections.nCopies(10, changed))
        .stream()
        .map(Difference::words)
        .toList();
  }

  private static List<String> words(PacketTrace base, PacketTrace changed) {
    return words(seen(base), seen(changed));
  }

  private static PacketTrace with(List<CapturedFrame> frames, PacketTrace like) {
    return new PacketTrace(like.origin(), frames, List.of(), 0);
  }

  /** Another option in place of each of a type. */
  private static <O extends MptcpOption> PacketTrace changed(
      String capture, Class<O> type, UnaryOperator<O> change) throws IOException {
    PacketTrace trace = trace(capture);
    List<CapturedFrame> frames = new ArrayList<>();
    int done = 0;
    for (CapturedFrame frame : trace.frames()) {
      Optional<Segment> segment = frame.frame().tcp();
      if (segment.isPresent() && segment.get().options(type).findAny().isPresent()) {
        List<TcpOption> options =
            segment.get().options().stream()
                .map(
                    o ->
                        o.mptcp()
                            .map(DecodedOption::option)
                            .filter(type::isInstance)
                            .map(type::cast)
                            .map(change)
                            .map(TcpOption::of)
                            .orElse(o))
                .toList();
        frames.add(copy(frame, segment.get().withOptions(options), Duration.ZERO));
        done++;
      } else {
        frames.add(frame);
      }
    }
    assertThat(done).as("segments that were changed").isPositive();
    return with(frames, trace);
  }

  private static CapturedFrame copy(CapturedFrame like, Frame frame, Duration later) {
    return new CapturedFrame(like.time().plus(later), like.nic(), frame, like.comment());
  }

  private static boolean has(CapturedFrame frame, Class<? extends MptcpOption> type) {
    return frame.frame().tcp().filter(s -> s.options(type).findAny().isPresent()).isPresent();
  }

  @Test
  void twoReadingsOfOneCaptureDoNotDiffer() throws IOException {
    assertThat(words(trace(REFERENCE), trace(REFERENCE))).isEmpty();
  }

  @Test
  void anotherIdInARemoval() throws IOException {
    assertThat(
            words(
                trace(ANNOUNCED),
                changed(ANNOUNCED, RemoveAddr.class, o -> new RemoveAddr(List.of(0)))))
        .containsExactly("server sends REMOVE_ADDR id 0 instead of id 5");
  }

  @Test
  void anAnnouncementThatComesTwice() throws IOException {
    PacketTrace trace = trace(ANNOUNCED);
    List<CapturedFrame> frames = new ArrayList<>();
    for (CapturedFrame frame : trace.frames()) {
      frames.add(frame);
      boolean isAnnouncement =
          frame
              .frame()
              .tcp()
              .filter(s -> s.options(AddAddr.class).anyMatch(a -> !a.echo()))
              .isPresent();
      if (isAnnouncement) {
        frames.add(copy(frame, frame.frame(), Duration.ofMillis(1)));
      }
    }

    assertThat(words(trace, with(frames, trace)))
        .containsExactly("server sends ADD_ADDR id 5 10.0.2.2 port 10100 hmac twice (base: once)");
  }

  @Test
  void aMissingEcho() throws IOException {
    PacketTrace trace = trace(ANNOUNCED);
    List<CapturedFrame> frames =
        trace.frames().stream()
            .filter(
                f ->
                    f.frame()
                        .tcp()
                        .filter(s -> s.options(AddAddr.class).anyMatch(AddAddr::echo))
                        .isEmpty())
            .toList();

    assertThat(words(trace, with(frames, trace)))
        .containsExactly("client does not send ADD_ADDR echo id 5 10.0.2.2 port 10100");
  }

  @Test
  void aBackupFlagInAJoin() throws IOException {
    assertThat(
            words(
                trace(REFERENCE),
                changed(
                    REFERENCE,
                    MpJoin.SynAck.class,
                    o -> new MpJoin.SynAck(true, o.addressId(), o.truncatedHmac(), o.nonce()))))
        .first()
        .isEqualTo(
            "server sends SYN/ACK MP_JOIN backup id 0 hmac instead of id 0 hmac"
                + " (subflow 192.168.53.38>192.168.53.37)");
  }

  @Test
  void aSubflowThatIsNotOpenedIsToldOnce() throws IOException {
    PacketTrace trace = trace(REFERENCE);
    List<CapturedFrame> frames =
        trace.frames().stream()
            .filter(
                f ->
                    f.frame()
                        .tcp()
                        .filter(s -> s.options(MpJoin.Syn.class).anyMatch(j -> j.addressId() == 0))
                        .isEmpty())
            .toList();

    assertThat(words(trace, with(frames, trace)))
        .containsExactly(
            "no subflow join id 0 client/ens2 192.168.53.210 > server/ens3 192.168.53.37"
                + " port 9734");
  }

  @Test
  void aSubflowThatJoinsLater() throws IOException {
    PacketTrace trace = trace(ANNOUNCED);
    assertThat(trace.frames()).noneMatch(f -> has(f, MpJoin.Syn.class));
    String path = "wire/c1/10.0.2.1>10.0.1.2/after";
    List<Observation> soon = new ArrayList<>();
    List<Observation> late = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      soon.add(parts(path, "0.2" + i + " s"));
      late.add(parts(path, "1.2" + i + " s"));
    }

    assertThat(Differences.between(soon, late))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.words()).isEqualTo("subflow 10.0.2.1>10.0.1.2 joins 1.0 s later");
              assertThat(d.chance()).isLessThan(1e-4);
              assertThat(d.isClear()).isTrue();
            });
    assertThat(Differences.between(soon, soon)).isEmpty();
  }

  @Test
  void aCounterThatCounts() {
    String path = "counters/server/MPTcpExtAddAddrDrop";

    assertThat(words(parts(path, "0"), parts(path, "+1")))
        .containsExactly("MPTcpExtAddAddrDrop +1 on server (base: 0)");
    assertThat(words(parts(path, "0"), parts("left/a", "x")))
        .contains("MPTcpExtAddAddrDrop is gone on server (base: 0)");
  }

  @Test
  void anEventThatComesTwice() {
    String once = "SF_CLOSED token=c1 locid=1";

    assertThat(words(parts("events/client", once), parts("events/client", once + "\n" + once)))
        .containsExactly("SF_CLOSED twice on client (base: once)");
  }

  @Test
  void anEventWithAnotherAttribute() {
    assertThat(
            words(
                parts("events/client", "CREATED\nSF_PRIO token=c1 backup=1"),
                parts("events/client", "CREATED\nSF_PRIO token=c1 backup=0")))
        .containsExactly("SF_PRIO token=c1 backup=0 instead of backup=1 on client");
  }

  @Test
  void anotherOrder() {
    String path = "wire/c1/initial/client/options";

    assertThat(words(parts(path, "MP_PRIO backup\nFIN"), parts(path, "FIN\nMP_PRIO backup")))
        .containsExactly("client sends FIN before MP_PRIO backup");
  }

  @Test
  void limitsThatAreLeft() {
    assertThat(words(parts("left/client", "subflows 1"), parts("left/client", "subflows 2")))
        .containsExactly("at the end client has subflows 2 instead of 1");
  }

  @Test
  void ofAPartThatVariesTheLinesAreCompared() {
    String path = "events/client";
    List<Observation> base = new ArrayList<>();
    List<Observation> changed = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String race = i % 2 == 0 ? "A\nB" : "B\nA";
      base.add(parts(path, race));
      changed.add(parts(path, race + "\nC"));
    }

    assertThat(Differences.between(base, base)).isEmpty();
    assertThat(Differences.between(base, changed))
        .singleElement()
        .extracting(Difference::words, Difference::isClear)
        .containsExactly("C once on client (base: never)", true);
  }

  @Test
  void aCounterThatAKernelLacksNeverCounted() {
    Observation older = parts("counters/server/MPTcpExtAddAddr", "0");
    Observation newer =
        parts(
            "counters/server/MPTcpExtAddAddr", "0",
            "counters/server/MPTcpExtWinProbe", "0",
            "counters/server/MPTcpExtMPJoinRejected", "+1");

    assertThat(words(older, newer))
        .singleElement()
        .asString()
        .contains("MPTcpExtMPJoinRejected +1 on server");
  }
}
