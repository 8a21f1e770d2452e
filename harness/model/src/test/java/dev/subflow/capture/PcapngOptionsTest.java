// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PcapngOptionsTest {
  private static PcapngOptions read(String bigEndian) {
    return new PcapngOptions(ByteBuffer.wrap(HexFormat.of().parseHex(bigEndian)));
  }

  @Test
  void readsTextsUpToTheEndOfTheOptions() {
    PcapngOptions options =
        read(
            "0002 0005 6574683131000000 0001 0001 41000000 0000 0000 0001 0001 42"
                .replace(" ", ""));

    assertThat(options.text(PcapngBlocks.IF_NAME)).contains("eth11");
    assertThat(options.text(PcapngBlocks.OPT_COMMENT)).contains("A");
    assertThat(options.text(PcapngBlocks.IF_DESCRIPTION)).isEmpty();
  }

  @Test
  void theFirstOfSeveralCounts() {
    PcapngOptions options = read("00010001" + "41000000" + "00010001" + "42000000");

    assertThat(options.text(PcapngBlocks.OPT_COMMENT)).contains("A");
    assertThat(options.text(PcapngBlocks.OPT_COMMENT)).as("asked again").contains("A");
  }

  @Test
  void numbersAreOfTheByteOrderOfTheBlock() {
    ByteBuffer little =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) PcapngBlocks.ISB_IFRECV)
            .putShort((short) 8)
            .putLong(258)
            .flip();

    assertThat(new PcapngOptions(little).number(PcapngBlocks.ISB_IFRECV)).hasValue(258);
    assertThat(read("00040008" + "0000000000000102").number(PcapngBlocks.ISB_IFRECV)).hasValue(258);
    assertThat(read("").number(PcapngBlocks.ISB_IFRECV)).isEmpty();
  }

  @Test
  void clocksCountMicrosecondsUnlessTheySay() {
    assertThat(read("").ticks()).isEqualTo(Ticks.MICROSECONDS);
    assertThat(read("00090001" + "09000000" + "000e0008" + "0000000000000005").ticks())
        .isEqualTo(new Ticks((byte) 9, 5));
  }

  @Test
  void addressesComeWithTheLengthOfTheirPrefix() {
    PcapngOptions options =
        read(
            "00040008"
                + "0a000101"
                + "ffffff00"
                + "00050011"
                + "fd000001000000000000000000000001"
                + "40000000"
                + "00060006"
                + "5254005f0101"
                + "0000");

    assertThat(options.addresses())
        .containsExactly(
            new CaptureInterface.Address(IpText.parse("10.0.1.1"), 24),
            new CaptureInterface.Address(IpText.parse("fd00:1::1"), 64));
    assertThat(options.mac()).contains(Octets.parse("5254005f0101"));
  }

  @Test
  void aMacOfAnotherLengthIsNone() {
    assertThat(read("00060004" + "5254005f").mac()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00020010" + "6574683100000000", "0002ffff", "00020005" + "6574683131"})
  void optionsLongerThanTheirBlockAreRefused(String hex) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOfAny(IndexOutOfBoundsException.class, IllegalArgumentException.class);
  }

  @Test
  void aValueThatIsTooShortIsRefusedWhenItIsAskedFor() {
    PcapngOptions options = read("00040002" + "0a000000" + "000e0001" + "01000000");

    assertThatThrownBy(options::addresses).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(options::ticks).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
