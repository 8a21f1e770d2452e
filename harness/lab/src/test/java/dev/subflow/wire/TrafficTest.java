// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Packets;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologyBuilder;
import dev.subflow.topology.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports that nobody is plugged into, on a loop that does not turn: every count is exact. */
final class TrafficTest {
  private static final byte[] FRAME = FakeGuest.frame(MAC_B, MAC_A, "frame");

  @TempDir private Path folder;
  private WireLoop loop;
  private Traffic traffic;
  private Wire wire;

  @BeforeEach
  void aLink() throws IOException {
    open(true);
  }

  private void open(boolean isLink) throws IOException {
    TopologyBuilder builder = Topology.builder("t");
    builder = isLink ? builder.link("wire") : builder.segment("wire");
    Topology topology =
        builder
            .host("a", h -> h.nic("eth1", "wire", "10.0.1.1/24"))
            .host("b", h -> h.nic("eth1", "wire", "10.0.1.2/24"))
            .build();
    wire = topology.wires().get(0);
    loop = new WireLoop("traffic-test");
    Forwarding other = (from, frames, start, length) -> length < 20 ? Forwarding.NOWHERE : 1 - from;
    traffic = new Traffic(other, new WallClock(), Duration.ofSeconds(1));
    for (HostSpec host : topology.hosts()) {
      int index = traffic.ports().size();
      Path socket = folder.resolve("s" + index);
      traffic.add(new Port(loop, index, host.name(), host.nics().get(0), socket, traffic));
    }
  }

  @AfterEach
  void close() {
    traffic.ports().forEach(Port::close);
    loop.close();
  }

  private Port a() {
    return traffic.ports().get(0);
  }

  private Port b() {
    return traffic.ports().get(1);
  }

  private void read(int... lengths) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(4096);
    for (int length : lengths) {
      framed.putInt(length);
      if (length > 0) {
        framed.put(new byte[length]);
      }
    }
    a().ingress()
        .fill(Channels.newChannel(new ByteArrayInputStream(framed.array(), 0, framed.position())));
  }

  @Test
  void framesForAPortThatNobodyIsPluggedIntoAreCounted() throws IOException {
    read(40, 50, 10);

    assertThat(traffic.carryRuns(a())).isTrue();
    assertThat(a().counters().sentFrames()).isEqualTo(3);
    assertThat(a().counters().sentBytes()).isEqualTo(100);
    assertThat(a().counters().filtered()).as("that goes nowhere").isEqualTo(1);
    assertThat(b().counters().lostUnplugged()).isEqualTo(2);
    assertThat(a().ingress().isEmpty()).isTrue();
  }

  @Test
  void aCutWireLosesThemBefore() throws IOException {
    traffic.setCut(true);
    read(40, 50);

    assertThat(traffic.carry(a())).isTrue();
    assertThat(a().counters().lostToCut()).isEqualTo(2);
    assertThat(b().counters().lostUnplugged()).isZero();
    traffic.inject(0, 1, FRAME);
    assertThat(b().counters().lostUnplugged()).isZero();
    traffic.setCut(false);
    traffic.inject(0, 1, FRAME);
    assertThat(b().counters().lostUnplugged()).isEqualTo(1);
  }

  @Test
  void anImpossibleLengthEndsTheConnectionAfterWhatCameBefore() throws IOException {
    read(40, -1);

    assertThat(traffic.carryRuns(a())).isTrue();
    assertThat(a().counters().sentFrames()).isEqualTo(1);
    assertThat(a().counters().protocolErrors()).isEqualTo(1);
  }

  @Test
  void anOriginTellsEveryNicOfTheWire() throws IOException {
    Frame frame = Frame.owning(FRAME, traffic.origin(Optional.empty()));

    assertThat(frame.sender()).contains("a/eth1");
    assertThat(frame.receiver()).contains("b/eth1");
    assertThat(Frame.owning(FRAME, traffic.origin(Optional.of("x/y"))).sender()).contains("x/y");
  }

  @Test
  void bothDirectionsOfALinkAreThoseOfItsSenders() throws IOException {
    Lanes lanes = new Lanes(loop, wire, traffic);

    assertThat(lanes.of(Direction.to("b"))).isEqualTo(lanes.of(Direction.from("a")));
    assertThat(lanes.senders(Direction.to("b"))).containsExactly(a());
    assertThat(lanes.inbound()).isEmpty();
    assertThat(lanes.outbound()).hasSize(2).doesNotHaveDuplicates();
    assertThat(lanes.allSenders()).containsExactly(a(), b());
  }

  @Test
  void aSegmentHasALaneForEachWay() throws IOException {
    close();
    open(false);
    Lanes lanes = new Lanes(loop, wire, traffic);

    assertThat(lanes.of(Direction.to("b"))).doesNotContainAnyElementsOf(lanes.outbound());
    assertThat(lanes.inbound()).hasSize(1);
    assertThatThrownBy(() -> lanes.senders(Direction.to("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a segment does not know what is on its way to b");
  }

  @Test
  void aDirectionThatIsNotThereNamesTheNics() throws IOException {
    Lanes lanes = new Lanes(loop, wire, traffic);

    assertThatThrownBy(() -> lanes.require(Direction.from("c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nothing goes from c on wire \"wire\"; on it are [a/eth1, b/eth1]");
    assertThatThrownBy(() -> lanes.require(Direction.to("a", "eth2")))
        .hasMessageContaining("to a/eth2");
  }

  @Test
  void whatALaneDidIsPartOfTheStatistics() throws IOException {
    Lanes lanes = new Lanes(loop, wire, traffic);
    assertThat(lanes.statsFrom(a()).direction()).isEqualTo(Direction.from("a", "eth1"));
    Lane lane = lanes.of(Direction.from("a")).get(0);
    Middlebox dropping = (frame, way) -> List.of();
    lane.add(
        new AttachedMiddlebox(
            loop, dropping.only(Packets.anything()), List.of(), new Failures("wire"), () -> {}));
    read(40, 50);

    assertThat(traffic.carry(a())).isTrue();
    DirectionStats stats = lanes.stats(lane);
    assertThat(stats).isEqualTo(lanes.statsFrom(a()));
    assertThat(stats.toString()).contains("frames=2");
    assertThat(lane.counts().removed).isEqualTo(2);
    assertThat(b().counters().lostUnplugged()).isZero();
  }

  @Test
  void theLabelsOfACaptureNameWireAndNics() throws IOException {
    close();
    open(false);
    CaptureLabels labels = CaptureLabels.of("t", wire, traffic.ports());

    assertThat(labels.application()).startsWith("Subflow");
    assertThat(labels.comment()).startsWith("segment \"wire\" of topology \"t\"; each frame");
    assertThat(labels.interfaces())
        .extracting(nic -> nic.name() + " " + nic.mac().orElseThrow() + " " + nic.addresses())
        .satisfiesExactly(
            nic -> assertThat(nic).startsWith("a/eth1 52").contains("10.0.1.1", "prefixLength=24"),
            nic -> assertThat(nic).startsWith("b/eth1 52").contains("10.0.1.2"));
  }
}
