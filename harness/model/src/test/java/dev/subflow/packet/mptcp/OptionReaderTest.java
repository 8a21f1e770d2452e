// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options share: {@link OptionReader}, {@link OptionWriter} and {@link UnknownOption}. */
final class OptionReaderTest {
  private static OptionReader reader(String hex) {
    return new OptionReader(Octets.parse(hex));
  }

  @Test
  void readsUnsignedNumbersBehindTheSubtype() {
    OptionReader in =
        reader("1e1b9f" + "ff" + "fffe" + "fffffffd" + "fffffffffffffffc" + "0a000101");

    assertThat(in.subtype()).isEqualTo(9);
    assertThat(in.low()).isEqualTo(15);
    assertThat(in.u8()).isEqualTo(0xff);
    assertThat(in.u16()).isEqualTo(0xfffe);
    assertThat(in.u32()).isEqualTo(0xffff_fffdL);
    assertThat(in.u64()).isEqualTo(-4);
    assertThat(in.remaining()).isEqualTo(4);
    assertThat(in.address(4)).isEqualTo(IpText.parse("10.0.1.1"));
    in.end();
    assertThat(in.deviations()).isEmpty();
  }

  @Test
  void tellsReservedBitsAndWhatIsLeft() {
    OptionReader in = reader("1e0691aabbcc");

    in.reserved(0);
    assertThat(in.deviations()).isEmpty();
    in.reserved(0x1f);
    assertThat(in.octets(1)).isEqualTo(Octets.parse("aa"));
    in.end();
    assertThat(in.deviations())
        .containsExactly(
            "reserved bits: 0x1f where senders set 0", "length: 6 is 2 more than the fields take");
  }

  @Test
  void readingPastTheEndIsAFaultOfTheCaller() {
    assertThatThrownBy(() -> reader("1e0490ab").u16()).isInstanceOf(BufferUnderflowException.class);
    assertThat(reader("1e").remaining()).isZero();
  }

  @Test
  void anUnreadableOptionKeepsItsOctets() {
    OptionReader in = reader("1e0490ab");
    UnknownOption kept = in.unreadable("subtype", "9 is odd");

    assertThat(in.deviations()).containsExactly("subtype: 9 is odd");
    assertThat(kept.subtype()).isEqualTo(OptionalInt.of(9));
    assertThat(kept.encode()).isEqualTo(Octets.parse("1e0490ab"));
    assertThat(kept).hasToString("MPTCP option 9 1e0490ab");
    assertThatThrownBy(() -> kept.write(ByteBuffer.allocate(3)))
        .isInstanceOf(BufferOverflowException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1e", "1e02"})
  void anOptionThatIsTooShortHasNoSubtype(String hex) {
    UnknownOption option = new UnknownOption(Octets.parse(hex));

    assertThat(option.subtype()).isEmpty();
    assertThat(option.name()).isEqualTo("MPTCP option without subtype");
  }

  @Test
  void theWriterBeginsEachOptionTheSame() {
    ByteBuffer out = ByteBuffer.allocate(3);
    OptionWriter.begin(out, 40, JoinForms.SUBTYPE, 5);

    assertThat(out.array()).isEqualTo(new byte[] {30, 40, 0x15});
  }

  @Test
  void theWriterKnowsTheRangeOfEachField() {
    OptionWriter.u8("id", 255);
    OptionWriter.u16("port", 65_535);
    OptionWriter.u32("nonce", 0xffff_ffffL);
    assertThatThrownBy(() -> OptionWriter.u8("id", 256)).hasMessage("id 256 is not in 0..255");
    assertThatThrownBy(() -> OptionWriter.u16("port", -1)).hasMessage("port -1 is not in 0..65535");
    assertThatThrownBy(() -> OptionWriter.u32("nonce", 1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nonce 4294967296 is not in 0..4294967295");
  }

  @ParameterizedTest
  @CsvSource({
    "1e0c110211223344aabbccdd, MP_JOIN backup id=2 token=11223344 nonce=aabbccdd, ''",
    "1e10100401020304050607080000000a, MP_JOIN id=4 hmac=0102030405060708 nonce=0000000a, ''",
    "1e101e0401020304050607080000000a, MP_JOIN id=4 hmac=0102030405060708 nonce=0000000a,"
        + " reserved bits: 0x7 where senders set 0",
    "1e0510aabb, MPTCP option 1 1e0510aabb,"
        + " 'length: 5 is none of 12 (SYN), 16 (SYN/ACK) and 24 (ACK)'",
  })
  void theFormOfAJoinIsThatOfItsLength(String hex, String text, String deviation) {
    OptionReader in = reader(hex);
    MptcpOption read = JoinForms.read(in);

    assertThat(read).hasToString(text);
    assertThat(String.join("; ", in.deviations())).isEqualTo(deviation);
  }

  @Test
  void theThirdPacketHasTwelveReservedBits() {
    OptionReader in = reader("1e1812" + "34" + "00".repeat(20));

    assertThat(JoinForms.read(in)).isInstanceOf(MpJoin.Ack.class);
    assertThat(in.deviations()).containsExactly("reserved bits: 0x234 where senders set 0");
  }
}
