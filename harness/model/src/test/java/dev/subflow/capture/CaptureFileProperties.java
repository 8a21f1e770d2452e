// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.Frame;
import dev.subflow.packet.LinkType;
import dev.subflow.packet.Origin;
import dev.subflow.packet.Packets;
import dev.subflow.packet.TestFrame;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Files come back as they were written, and any bytes can be read without harm. */
final class CaptureFileProperties {
  private static final List<LinkType> LINKS = List.of(LinkType.values());

  private static CaptureFile any(Random random, boolean sameLink) {
    List<CaptureInterface> nics = new ArrayList<>();
    LinkType common = LINKS.get(random.nextInt(LINKS.size()));
    for (int i = 0; i <= random.nextInt(3); i++) {
      LinkType link = sameLink ? common : LINKS.get(random.nextInt(LINKS.size()));
      byte[] mac = {2, 0, 0, 0, 0, (byte) i};
      nics.add(
          new CaptureInterface(
              "host/eth" + i,
              "x".repeat(random.nextInt(9)),
              link.number(),
              random.nextBoolean() ? Optional.of(Octets.of(mac)) : Optional.empty(),
              List.of(
                  new CaptureInterface.Address(IpText.parse("10.0.1." + i), random.nextInt(33)),
                  new CaptureInterface.Address(IpText.parse("fd00::" + i), random.nextInt(129)))));
    }
    List<CapturedFrame> frames = new ArrayList<>();
    for (int i = 0; i < random.nextInt(9); i++) {
      CaptureInterface nic = nics.get(random.nextInt(nics.size()));
      byte[] bytes = new byte[random.nextInt(90)];
      random.nextBytes(bytes);
      int wireLength = bytes.length + random.nextInt(3);
      frames.add(
          new CapturedFrame(
              Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(999_999_999)),
              nic,
              Frame.captured(
                  LinkType.of(nic.linkType()).orElseThrow(),
                  bytes,
                  wireLength,
                  new Origin(Optional.empty(), Map.of())),
              random.nextBoolean() ? Optional.of("süß " + i) : Optional.empty()));
    }
    return new CaptureFile(
        "writer",
        "comment",
        nics,
        frames,
        List.of(new CaptureFile.Event(Instant.ofEpochSecond(5, 6000), "cut")),
        List.of(
            new CaptureFile.Statistics(
                nics.get(0),
                OptionalLong.of(random.nextLong()),
                OptionalLong.empty(),
                Optional.of("why"))),
        List.of());
  }

  private static byte[] pcapng(CaptureFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    return out.toByteArray();
  }

  @Property(tries = 300)
  void pcapngComesBack(@ForAll Random random) throws IOException {
    CaptureFile file = any(random, false);

    CaptureFile read = RawBlocks.read(pcapng(file));

    assertThat(read).isEqualTo(file);
    assertThat(read.frames())
        .allSatisfy(f -> assertThat(f.frame().sender()).contains(f.nic().name()));
    for (int i = 0; i < file.frames().size(); i++) {
      assertThat(read.frames().get(i).frame().wireLength())
          .isEqualTo(file.frames().get(i).frame().wireLength());
    }
  }

  @Property(tries = 300)
  void pcapComesBack(@ForAll Random random) throws IOException {
    CaptureFile file = any(random, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    file.writePcap(out);

    CaptureFile read = RawBlocks.read(out.toByteArray());
    assertThat(read.frames())
        .extracting(CapturedFrame::time, CapturedFrame::frame)
        .containsExactlyElementsOf(
            file.frames().stream()
                .map(f -> org.assertj.core.api.Assertions.tuple(f.time(), f.frame()))
                .toList());
    assertThat(read.gaps()).isEmpty();
  }

  /** Either frames or a refusal that is a sentence: nothing else comes of hostile bytes. */
  @Property(tries = 3000)
  void readingNeverFailsOtherwise(@ForAll Random random) throws IOException {
    CaptureFile file = any(random, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextBoolean()) {
      file.write(out);
    } else {
      file.writePcap(out);
    }
    byte[] bytes = out.toByteArray();
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
    }
    try {
      PacketTrace trace = PacketTrace.of(RawBlocks.read(bytes));
      trace.frames().forEach(f -> assertThat(trace.line(f)).isNotEmpty());
      trace.unreadable().forEach(line -> assertThat(line).isNotEmpty());
      assertThat(trace.withoutRetransmissions().matching(Packets.malformed())).isNotNull();
    } catch (CaptureFormatException e) {
      assertThat(e).hasMessageStartingWith("x.pcapng ");
    }
  }

  @Property(tries = 200)
  void segmentsComeBack(@ForAll Random random) throws IOException {
    byte[] frame = TestFrame.frame().payload(random.nextInt(99)).bytes();
    CaptureFile read =
        RawBlocks.read(new RawBlocks().section().nic(1).enhanced(0, 1, frame).bytes());
    assertThat(read.frames()).extracting(CapturedFrame::frame).containsExactly(Frame.of(frame));
  }
}
