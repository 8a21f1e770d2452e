// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every option, and for any octets at all. */
final class MptcpCodecPropertiesTest {
  /** RFC 8684, sections 3.1 to 3.7; DSS and REMOVE_ADDR have bounds instead. */
  private static final Map<Integer, Set<Integer>> LENGTHS =
      Map.of(
          0, Set.of(4, 12, 20, 22, 24),
          1, Set.of(12, 16, 24),
          2, Set.of(4, 8, 12, 14, 16, 18, 20, 22, 24, 26, 28),
          3, Set.of(8, 10, 16, 18, 20, 22, 28, 30),
          5, Set.of(3),
          6, Set.of(12),
          7, Set.of(12),
          8, Set.of(4));

  @Property(tries = 2000)
  void strictReadsWhatIsWritten(@ForAll("conforming") MptcpOption option) {
    Octets octets = option.encode();

    assertThat(octets.length()).isEqualTo(option.length()).isEqualTo(octets.at(1));
    assertThat(MptcpCodec.decode(octets)).isEqualTo(option);
    assertThat(option.toString()).startsWith(option.name());
  }

  @Property(tries = 2000)
  void lenientReadsWhateverTheRecordsHold(@ForAll("representable") MptcpOption option) {
    DecodedOption read = MptcpCodec.decodeLeniently(option.encode());

    assertThat(read.option()).isEqualTo(option);
    assertThat(read.raw()).isEqualTo(option.encode());
  }

  @Property(tries = 2000)
  void lenientNeverThrows(@ForAll @Size(max = 40) byte[] octets) {
    judge(Octets.of(octets));
  }

  @Property(tries = 2000)
  void lenientNeverThrowsOnWhatLooksLikeAnOption(
      @ForAll @Size(min = 3, max = 60) byte[] octets, @ForAll Random random) {
    octets[0] = MptcpOption.KIND;
    octets[1] = (byte) octets.length;
    octets[2] = (byte) (random.nextInt(10) << 4 | (octets[2] & 0xf));
    judge(Octets.of(octets));
  }

  @Property(tries = 1000)
  void oneOctetMoreOrLessIsRefusedOrAnotherForm(
      @ForAll("conforming") MptcpOption option, @ForAll Random random) {
    byte[] octets = option.encode().toArray();
    for (int length : new int[] {octets.length - 1, octets.length + 1, random.nextInt(45)}) {
      byte[] changed = java.util.Arrays.copyOf(octets, length);
      if (length > 1) {
        changed[1] = (byte) length;
      }
      judge(Octets.of(changed));
    }
  }

  @Example
  void strictRefusesEveryLengthThatIsNoForm() {
    for (int subtype = 0; subtype < 16; subtype++) {
      for (int length = 3; length <= 60; length++) {
        for (int flags = 0; flags < 256; flags++) {
          byte[] octets = new byte[length];
          octets[0] = MptcpOption.KIND;
          octets[1] = (byte) length;
          octets[2] = (byte) (subtype << 4 | (subtype == 0 ? 1 : flags >> 7));
          if (length > 3) {
            octets[3] = (byte) flags;
          }
          if (!isForm(subtype, length)) {
            assertThatThrownBy(() -> MptcpCodec.decode(Octets.of(octets)))
                .isInstanceOf(MalformedOptionException.class)
                .hasMessageContaining("does not conform to RFC 8684: ");
          }
        }
      }
    }
  }

  private static boolean isForm(int subtype, int length) {
    return subtype == RemoveAddr.SUBTYPE
        ? length >= 4 && length <= 40
        : LENGTHS.getOrDefault(subtype, Set.of()).contains(length);
  }

  /** Whatever strict accepts is of a length of the RFC and comes back as it was. */
  private static void judge(Octets octets) {
    DecodedOption read = MptcpCodec.decodeLeniently(octets);

    assertThat(read.raw()).isEqualTo(octets);
    assertThat(read.toString()).isNotEmpty();
    if (read.conforms()) {
      assertThat(isForm(octets.at(2) >> 4, octets.length())).isTrue();
      assertThat(MptcpCodec.decode(octets)).isEqualTo(read.option());
      assertThat(read.option().encode()).isEqualTo(octets);
    } else {
      assertThatThrownBy(() -> MptcpCodec.decode(octets))
          .isInstanceOf(MalformedOptionException.class)
          .hasMessageContaining(read.deviations().get(0));
    }
  }

  @Provide
  static Arbitrary<MptcpOption> conforming() {
    return AnyOption.conforming();
  }

  @Provide
  static Arbitrary<MptcpOption> representable() {
    return AnyOption.representable();
  }
}
