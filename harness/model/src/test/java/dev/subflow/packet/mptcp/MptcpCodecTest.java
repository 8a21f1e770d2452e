// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import static dev.subflow.packet.mptcp.MpCapable.Flag.A;
import static dev.subflow.packet.mptcp.MpCapable.Flag.C;
import static dev.subflow.packet.mptcp.MpCapable.Flag.H;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MptcpCodecTest {
  private static final long KEY = 0x888c7fa3313ef643L;
  private static final long PEER = 0x0102030405060708L;
  private static final String HMAC = "00112233445566778899aabbccddeeff01234567";

  /** Octets as the figures of RFC 8684 lay them out, what they are, and how that is printed. */
  static Stream<Arguments> forms() {
    MpCapable keyed = MpCapable.syn(A, C, H).withSenderKey(KEY);
    MpCapable both = MpCapable.syn(H).withSenderKey(KEY).withReceiverKey(PEER);
    return Stream.of(
        arguments("1e040101", MpCapable.syn(H), "MP_CAPABLE v1 flags=H"),
        arguments(
            "1e0c01a1888c7fa3313ef643", keyed, "MP_CAPABLE v1 flags=ACH key=888c7fa3313ef643"),
        arguments(
            "1e140101888c7fa3313ef6430102030405060708",
            both,
            "MP_CAPABLE v1 flags=H key=888c7fa3313ef643 peer-key=0102030405060708"),
        arguments(
            "1e160101888c7fa3313ef643010203040506070805b4",
            both.withData(1460, OptionalInt.empty()),
            "MP_CAPABLE v1 flags=H key=888c7fa3313ef643 peer-key=0102030405060708 len=1460"),
        arguments(
            "1e180181888c7fa3313ef643010203040506070805b4beef",
            MpCapable.syn(A, H)
                .withSenderKey(KEY)
                .withReceiverKey(PEER)
                .withData(1460, OptionalInt.of(0xbeef)),
            "MP_CAPABLE v1 flags=AH key=888c7fa3313ef643 peer-key=0102030405060708 len=1460"
                + " csum=0xbeef"),
        arguments(
            "1e0c1102f00dcafe00c0ffee",
            new MpJoin.Syn(true, 2, 0xf00dcafeL, 0x00c0ffeeL),
            "MP_JOIN backup id=2 token=f00dcafe nonce=00c0ffee"),
        arguments(
            "1e101000888c7fa3313ef643ffffffff",
            new MpJoin.SynAck(false, 0, KEY, 0xffffffffL),
            "MP_JOIN id=0 hmac=888c7fa3313ef643 nonce=ffffffff"),
        arguments("1e181000" + HMAC, new MpJoin.Ack(Octets.parse(HMAC)), "MP_JOIN hmac=" + HMAC),
        arguments("1e042000", new Dss(Optional.empty(), Optional.empty(), false), "DSS"),
        arguments(
            "1e082001fffffff0",
            new Dss(Optional.of(DataSequence.ofFour(0xfffffff0L)), Optional.empty(), false),
            "DSS ack=4294967280(32)"),
        arguments(
            "1e1c201f888c7fa3313ef643010203040506070800000001000abeef",
            new Dss(
                Optional.of(DataSequence.ofEight(KEY)),
                mapping(DataSequence.ofEight(PEER), 1, 10, OptionalInt.of(0xbeef)),
                true),
            "DSS DATA_FIN ack=9839379624780297795 seq=72623859790382856 ssn=1 len=10 csum=0xbeef"),
        arguments(
            "1e0e20040506070800000000" + "0000",
            new Dss(
                Optional.empty(),
                mapping(DataSequence.ofFour(PEER), 0, 0, OptionalInt.empty()),
                false),
            "DSS seq=84281096(32) ssn=0 len=0(infinite)"),
        arguments(
            "1e1030050a000202888c7fa3313ef643",
            announced("10.0.2.2", OptionalInt.empty()),
            "ADD_ADDR id=5 10.0.2.2 hmac=888c7fa3313ef643"),
        arguments(
            "1e1230050a0002022774888c7fa3313ef643",
            announced("10.0.2.2", OptionalInt.of(10100)),
            "ADD_ADDR id=5 10.0.2.2:10100 hmac=888c7fa3313ef643"),
        arguments(
            "1e1c3005fd000002000000000000000000000002888c7fa3313ef643",
            announced("fd00:2::2", OptionalInt.empty()),
            "ADD_ADDR id=5 fd00:2::2 hmac=888c7fa3313ef643"),
        arguments(
            "1e1e3005fd0000020000000000000000000000022774888c7fa3313ef643",
            announced("fd00:2::2", OptionalInt.of(10100)),
            "ADD_ADDR id=5 [fd00:2::2]:10100 hmac=888c7fa3313ef643"),
        arguments(
            "1e0831050a000202",
            announced("10.0.2.2", OptionalInt.empty()).echoed(),
            "ADD_ADDR echo id=5 10.0.2.2"),
        arguments(
            "1e0a31050a0002022774",
            announced("10.0.2.2", OptionalInt.of(10100)).echoed(),
            "ADD_ADDR echo id=5 10.0.2.2:10100"),
        arguments(
            "1e143105fd000002000000000000000000000002",
            announced("fd00:2::2", OptionalInt.empty()).echoed(),
            "ADD_ADDR echo id=5 fd00:2::2"),
        arguments(
            "1e163105fd0000020000000000000000000000022774",
            announced("fd00:2::2", OptionalInt.of(10100)).echoed(),
            "ADD_ADDR echo id=5 [fd00:2::2]:10100"),
        arguments("1e064001ff02", new RemoveAddr(List.of(1, 255, 2)), "REMOVE_ADDR id=1,255,2"),
        arguments("1e0351", new MpPrio(true), "MP_PRIO backup"),
        arguments("1e0350", new MpPrio(false), "MP_PRIO regular"),
        arguments("1e0c6000888c7fa3313ef643", new MpFail(KEY), "MP_FAIL seq=9839379624780297795"),
        arguments(
            "1e0c7000888c7fa3313ef643",
            new MpFastclose(KEY),
            "MP_FASTCLOSE peer-key=888c7fa3313ef643"),
        arguments(
            "1e048102", new MpTcprst(1, 2), "MP_TCPRST reason=2 (lack of resources) transient"),
        arguments("1e0480ff", new MpTcprst(0, 255), "MP_TCPRST reason=255 (not assigned)"));
  }

  private static Optional<Dss.Mapping> mapping(
      DataSequence sequence, long subflow, int length, OptionalInt checksum) {
    return Optional.of(new Dss.Mapping(sequence, subflow, length, checksum));
  }

  private static AddAddr announced(String address, OptionalInt port) {
    return new AddAddr(false, 5, IpText.parse(address), port, OptionalLong.of(KEY));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyForm(String hex, MptcpOption option, String text) {
    assertThat(MptcpCodec.decode(Octets.parse(hex))).isEqualTo(option).hasToString(text);
    assertThat(option.encode()).hasToString(hex);
  }

  /** What is not of a form: what strict says, and what lenient keeps. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e|length: 1 has no room for a subtype|MPTCP option without subtype 1e",
        "1e03|length: 2 has no room for a subtype|MPTCP option without subtype 1e03",
        "1d0351|kind: 29 where MPTCP has 30|MPTCP option 5 1d0351",
        "1e0c01|length: 12 where there are 3 octets|MPTCP option 0 1e0c01",
        "1e0301|length: 3 has no room for the flags; 4 at least|MPTCP option 0 1e0301",
        "1e040001|version: 0 where RFC 8684 has 1|MP_CAPABLE v0 flags=H",
        "1e040141|flags: B is set, which makes a receiver ignore the option|MP_CAPABLE v1 flags=BH",
        "1e040100|flags: H is not set, the only algorithm of RFC 8684|MP_CAPABLE v1 flags=",
        "1e040103|flags: GH has one of D to G, which are not assigned|MP_CAPABLE v1 flags=GH",
        "1e0601010000|length: 6 is 2 more than the fields take|MP_CAPABLE v1 flags=H",
        "1e0c1202f00dcafe00c0ffee|reserved bits: 0x1 where senders set 0"
            + "|MP_JOIN id=2 token=f00dcafe nonce=00c0ffee",
        "1e0d1102f00dcafe00c0ffee00|length: 13 is none of 12 (SYN), 16 (SYN/ACK) and 24 (ACK)"
            + "|MPTCP option 1 1e0d1102f00dcafe00c0ffee00",
        "1e0320|length: 3 has no room for the flags; 4 at least|MPTCP option 2 1e0320",
        "1e042080|reserved bits: 0x4 where senders set 0|DSS",
        "1e042002|flags: a (data ACK of 8 octets) without A (data ACK)|DSS",
        "1e042008|flags: m (sequence number of 8 octets) without M (mapping)|DSS",
        "1e042010|flags: F (DATA_FIN) without M (mapping)|DSS DATA_FIN",
        "1e072001000000|length: 7 where the flags need 8|MPTCP option 2 1e072001000000",
        "1e09200100000000aa|length: 9 is 1 more than the fields take|DSS ack=0(32)",
        "1e0f20040000000100000002000300|length: 15 is 1 more than the fields take"
            + "|DSS seq=1(32) ssn=2 len=3",
        "1e1020040000000100000002"
            + "0000beef|checksum: not 0 in an infinite mapping"
            + "|DSS seq=1(32) ssn=2 len=0(infinite) csum=0xbeef",
        "1e0932050a00020200|length: 9 is none of 16, 18, 28, 30 and, as an echo, none of"
            + " 8, 10, 20, 22|MPTCP option 3 1e0932050a00020200",
        "1e0830050a000202|length: 8: no echo, no HMAC|ADD_ADDR id=5 10.0.2.2",
        "1e1031050a0002020000000000000001|length: 16: an echo with HMAC"
            + "|ADD_ADDR echo id=5 10.0.2.2 hmac=0000000000000001",
        "1e0834050a000202|reserved bits: 0x2 where senders set 0; length: 8: no echo, no HMAC"
            + "|ADD_ADDR id=5 10.0.2.2",
        "1e0340|length: 3 has no room for an address id; 4 at least|MPTCP option 4 1e0340",
        "1e044101|reserved bits: 0x1 where senders set 0|REMOVE_ADDR id=1",
        "1e045107|length: 4 where RFC 8684 has 3; 4 is the form of RFC 6824|MP_PRIO backup",
        "1e0b60000000000000000a|length: 11 where RFC 8684 has 12"
            + "|MPTCP option 6 1e0b60000000000000000a",
        "1e0c600100000000000000" + "0a|reserved bits: 0x1 where senders set 0|MP_FAIL seq=10",
        "1e0b70000000000000000a|length: 11 where RFC 8684 has 12"
            + "|MPTCP option 7 1e0b70000000000000000a",
        "1e0380|length: 3 where RFC 8684 has 4|MPTCP option 8 1e0380",
        "1e048901|reserved bits: 0x4 where senders set 0"
            + "|MP_TCPRST reason=1 (MPTCP-specific error) transient",
        "1e0490ab|subtype: 9 has no form in RFC 8684|MPTCP option 9 1e0490ab",
        "1e04f0ab|subtype: 15 has no form in RFC 8684|MPTCP option 15 1e04f0ab",
      })
  void whatDoesNotConform(String hex, String deviation, String kept) {
    DecodedOption read = MptcpCodec.decodeLeniently(Octets.parse(hex).buffer());

    assertThat(read.option()).hasToString(kept);
    assertThat(read).hasToString(kept + " [!" + deviation + "]");
    assertThatThrownBy(() -> MptcpCodec.decode(Octets.parse(hex).buffer()))
        .isInstanceOf(MalformedOptionException.class)
        .hasMessage(
            read.option().name()
                + " does not conform to RFC 8684: "
                + deviation
                + " ("
                + hex
                + ")");
  }

  @Test
  void fieldsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new MpJoin.Syn(false, 256, 0, 0))
        .hasMessage("address id 256 is not in 0..255");
    assertThatThrownBy(() -> new MpJoin.SynAck(false, 0, 0, -1))
        .hasMessage("nonce -1 is not in 0..4294967295");
    assertThatThrownBy(() -> new MpJoin.Ack(Octets.parse("00")))
        .hasMessage("the HMAC of an MP_JOIN has 20 octets, not 1");
    assertThatThrownBy(() -> MpCapable.syn(H).withReceiverKey(1))
        .hasMessageContaining("in this order");
    assertThatThrownBy(() -> new RemoveAddr(List.of())).hasMessageContaining("not 0");
    assertThatThrownBy(() -> new DataSequence(1L << 32, 4)).hasMessageContaining("4 octets");
    assertThatThrownBy(() -> new DataSequence(1, 6)).hasMessageContaining("not 6");
    assertThatThrownBy(() -> new MpTcprst(16, 0)).hasMessage("flags 16 is not in 0..15");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.1.1, 10.0.1.1",
    "::, ::",
    "::1, ::1",
    "fd00:1:0:0:0:0:0:2, fd00:1::2",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "fe80:0:0:0:1:2:3:0, fe80::1:2:3:0",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
  })
  void addressesArePrintedShort(String given, String printed) {
    assertThat(IpText.format(IpText.parse(given))).isEqualTo(printed);
  }

  @Test
  void namesAreNoAddresses() {
    assertThatThrownBy(() -> IpText.parse("localhost"))
        .hasMessage(
            "\"localhost\" is not a numeric IPv4 or IPv6 address; write it as 10.0.1.1 or"
                + " fd00:1::1");
    assertThatThrownBy(() -> IpText.parse("10.0.1.256")).hasMessageContaining("is not a numeric");
    assertThatThrownBy(() -> IpText.parse("1:2:3")).hasMessageContaining("is not a numeric");
    assertThatThrownBy(() -> IpText.of(new byte[5])).hasMessage("5 octets are no address");
  }
}
