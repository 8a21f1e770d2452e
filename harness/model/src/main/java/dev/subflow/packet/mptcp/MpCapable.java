// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import static dev.subflow.packet.mptcp.OptionWriter.hex16;
import static dev.subflow.packet.mptcp.OptionWriter.hex64;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * MP_CAPABLE, which begins a connection. Source: RFC 8684, section 3.1, figure 4.
 *
 * <p>4 octets on a SYN, 12 on a SYN/ACK, 20 on an ACK, 22 on the first data, 24 there with a
 * checksum. A field may be present only where those before it are.
 *
 * @param version 0 to 15; 1 in RFC 8684
 * @param flags those that are set
 * @param senderKey 64 bits
 * @param receiverKey 64 bits
 * @param dataLength octets of payload that are mapped, 16 bits
 * @param checksum of that mapping, 16 bits
 */
public record MpCapable(
    int version,
    Set<Flag> flags,
    OptionalLong senderKey,
    OptionalLong receiverKey,
    OptionalInt dataLength,
    OptionalInt checksum)
    implements MptcpOption {
  static final int SUBTYPE = 0;

  private static final int VERSION = 1;

  /** The flags, from the most significant bit on. */
  public enum Flag {
    /** Checksum required. */
    A(0x80),
    /** Extensibility; 0 in version 1. */
    B(0x40),
    /** No joins to the address and port that this comes from. */
    C(0x20),
    /** Not assigned. */
    D(0x10),
    /** Not assigned. */
    E(0x08),
    /** Not assigned. */
    F(0x04),
    /** Not assigned. */
    G(0x02),
    /** HMAC-SHA256. */
    H(0x01);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }
  }

  public MpCapable {
    OptionWriter.range("version", version, 15);
    EnumSet<Flag> set = EnumSet.noneOf(Flag.class);
    set.addAll(flags);
    flags = Collections.unmodifiableSet(set);
    if ((senderKey.isEmpty() && receiverKey.isPresent())
        || (receiverKey.isEmpty() && dataLength.isPresent())
        || (dataLength.isEmpty() && checksum.isPresent())) {
      throw new IllegalArgumentException(
          "MP_CAPABLE has its keys, data length and checksum in this order, and none alone");
    }
    dataLength.ifPresent(l -> OptionWriter.u16("data length", l));
    checksum.ifPresent(c -> OptionWriter.u16("checksum", c));
  }

  /** Option of a SYN. */
  public static MpCapable syn(Flag... flags) {
    return new MpCapable(
        VERSION,
        Set.of(flags),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** This option with a sender's key, as on a SYN/ACK. */
  public MpCapable withSenderKey(long key) {
    return new MpCapable(version, flags, OptionalLong.of(key), receiverKey, dataLength, checksum);
  }

  /** This option with a receiver's key too, as on an ACK. */
  public MpCapable withReceiverKey(long key) {
    return new MpCapable(version, flags, senderKey, OptionalLong.of(key), dataLength, checksum);
  }

  /** This option with a mapping of the first data. */
  public MpCapable withData(int length, OptionalInt sum) {
    return new MpCapable(version, flags, senderKey, receiverKey, OptionalInt.of(length), sum);
  }

  /** Flag A. */
  public boolean requiresChecksum() {
    return flags.contains(Flag.A);
  }

  /** Flag C. */
  public boolean deniesJoinToInitialAddress() {
    return flags.contains(Flag.C);
  }

  static MptcpOption read(OptionReader in) {
    if (in.remaining() < 1) {
      return in.unreadable("length", in.length() + " has no room for the flags; 4 at least");
    }
    Set<Flag> flags = flags(in.u8());
    OptionalLong sender = in.remaining() >= 8 ? OptionalLong.of(in.u64()) : OptionalLong.empty();
    OptionalLong receiver = in.remaining() >= 8 ? OptionalLong.of(in.u64()) : OptionalLong.empty();
    boolean keys = receiver.isPresent();
    OptionalInt data = keys && in.remaining() >= 2 ? OptionalInt.of(in.u16()) : OptionalInt.empty();
    OptionalInt sum = keys && in.remaining() >= 2 ? OptionalInt.of(in.u16()) : OptionalInt.empty();
    check(in, flags);
    return new MpCapable(in.low(), flags, sender, receiver, data, sum);
  }

  private static void check(OptionReader in, Set<Flag> flags) {
    if (in.low() != VERSION) {
      in.deviates("version", in.low() + " where RFC 8684 has 1");
    }
    if (flags.contains(Flag.B)) {
      in.deviates("flags", "B is set, which makes a receiver ignore the option");
    }
    if (!flags.contains(Flag.H)) {
      in.deviates("flags", "H is not set, the only algorithm of RFC 8684");
    }
    if (flags.stream().anyMatch(EnumSet.range(Flag.D, Flag.G)::contains)) {
      in.deviates("flags", letters(flags) + " has one of D to G, which are not assigned");
    }
    in.end();
  }

  private static Set<Flag> flags(int bits) {
    EnumSet<Flag> set = EnumSet.noneOf(Flag.class);
    for (Flag flag : Flag.values()) {
      if ((bits & flag.bit) != 0) {
        set.add(flag);
      }
    }
    return set;
  }

  private static String letters(Set<Flag> flags) {
    return flags.stream().map(Flag::name).collect(Collectors.joining());
  }

  @Override
  public String name() {
    return "MP_CAPABLE";
  }

  @Override
  public int length() {
    return 4
        + (senderKey.isPresent() ? 8 : 0)
        + (receiverKey.isPresent() ? 8 : 0)
        + (dataLength.isPresent() ? 2 : 0)
        + (checksum.isPresent() ? 2 : 0);
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, version);
    out.put((byte) flags.stream().mapToInt(f -> f.bit).sum());
    senderKey.ifPresent(out::putLong);
    receiverKey.ifPresent(out::putLong);
    dataLength.ifPresent(l -> out.putShort((short) l));
    checksum.ifPresent(c -> out.putShort((short) c));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name() + " v" + version + " flags=" + letters(flags));
    senderKey.ifPresent(k -> text.append(" key=").append(hex64(k)));
    receiverKey.ifPresent(k -> text.append(" peer-key=").append(hex64(k)));
    dataLength.ifPresent(l -> text.append(" len=").append(l));
    checksum.ifPresent(c -> text.append(" csum=").append(hex16(c)));
    return text.toString();
  }
}
