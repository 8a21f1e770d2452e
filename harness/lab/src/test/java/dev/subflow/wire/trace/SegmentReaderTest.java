// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import static dev.subflow.wire.trace.TestFrame.ACK;
import static dev.subflow.wire.trace.TestFrame.SYN;
import static dev.subflow.wire.trace.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.topology.MacAddress;
import dev.subflow.wire.PcapngFile;
import dev.subflow.wire.mptcp.MpCapable;
import dev.subflow.wire.mptcp.MpFail;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentReaderTest {
  private static final PcapngFile.Interface SERVER =
      new PcapngFile.Interface("server/eth1", "", Optional.of(new MacAddress("52:54:00:5f:02:01")));

  private static Optional<TracedSegment> read(byte[] octets) throws UnreadableFrameException {
    return new SegmentReader(new Directions(List.of(SERVER)))
        .read(
            new PcapngFile.Frame(
                Instant.EPOCH, "client/eth1", ByteBuffer.wrap(octets), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1,10.0.1.2", "fd00:1::1,fd00:1::2"})
  void readsTheHeaderAndCountsThePayload(String from, String to) throws Exception {
    TracedSegment segment =
        read(frame().ends(from, to).flags(ACK).sequence(-2).payload(5).padding(7).bytes())
            .orElseThrow();

    assertThat(segment.source().address().getHostAddress()).isEqualTo(address(from));
    assertThat(segment.source().port()).isEqualTo(5000);
    assertThat(segment.destination().port()).isEqualTo(80);
    assertThat(segment.sender()).isEqualTo("client/eth1");
    assertThat(segment.receiver()).contains("server/eth1");
    assertThat(segment.sequence()).isEqualTo(0xffff_fffeL);
    assertThat(segment.acknowledgement()).isEqualTo(2000);
    assertThat(segment.flags()).containsExactly(SegmentFlag.ACK);
    assertThat(segment.payloadLength()).isEqualTo(5);
    assertThat(segment.options()).isEmpty();
  }

  private static String address(String text) throws Exception {
    return java.net.InetAddress.getByName(text).getHostAddress();
  }

  @Test
  void readsOptionsInTheirOrderWithoutPadding() throws Exception {
    TracedSegment segment =
        read(frame().flags(SYN).options(MpCapable.syn(MpCapable.Flag.H), new MpFail(7)).bytes())
            .orElseThrow();

    assertThat(segment.isSyn()).isTrue();
    assertThat(segment.options()).extracting(RawOption::kind).containsExactly(30, 30);
    assertThat(segment.options(MpFail.class)).containsExactly(new MpFail(7));
    assertThat(segment.options(MpCapable.class)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0101020405b4, 1", // padding before an MSS
    "00020405b4010101, 0", // nothing after the end of options
    "020405b41e, 2", // a kind without its length
    "020405b41e010000, 2", // a length that does not cover itself
    "020405b41e0c0000, 2" // a length beyond the header
  })
  void takesBrokenOptionsAsTheyAre(String options, int count) throws Exception {
    assertThat(read(frame().rawOptions(options).bytes()).orElseThrow().options()).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13})
  void whatIsShorterThanEthernetIsNoSegment(int length) throws Exception {
    assertThat(read(new byte[length])).isEmpty();
  }

  @Test
  void whatIsCutOffCannotBeRead() {
    byte[] whole = frame().options(new MpFail(1)).bytes();
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, 14 + 20 + 19)))
        .isInstanceOf(UnreadableFrameException.class)
        .hasMessageContaining("cut off after 19 octets");
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, 14 + 20 + 24)))
        .isInstanceOf(UnreadableFrameException.class)
        .hasMessageContaining("TCP header of 32 octets where there are 24");
  }
}
