// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;

/**
 * Reads MPTCP options. Source: RFC 8684, sections 3 and 8.
 *
 * <p>What a form has to do with the segment around it (such as MP_CAPABLE of 4 octets on a SYN
 * only) or with what was negotiated (such as a checksum) is not judged here. {@link
 * MptcpOption#encode} is the way back.
 */
public final class MptcpCodec {
  private static final int SUBTYPE_OCTET = 2;

  private MptcpCodec() {}

  /**
   * Reads an option that conforms to RFC 8684; to encode it again gives the same octets.
   *
   * @param option the whole option, from its kind on; its position stays
   * @throws MalformedOptionException when it does not conform, naming the field
   */
  public static MptcpOption decode(ByteBuffer option) {
    return decode(Octets.of(option));
  }

  /** As {@link #decode(ByteBuffer)}. */
  public static MptcpOption decode(Octets option) {
    DecodedOption read = decodeLeniently(option);
    if (!read.conforms()) {
      throw new MalformedOptionException(read);
    }
    return read.option();
  }

  /**
   * Reads whatever there is, and says what is wrong with it; never throws.
   *
   * <p>Fields that are there are read also where a flag that must not be is set, or octets follow.
   *
   * @param option octets from the option's kind on, as many as there are; its position stays
   */
  public static DecodedOption decodeLeniently(ByteBuffer option) {
    return decodeLeniently(Octets.of(option));
  }

  /** As {@link #decodeLeniently(ByteBuffer)}. */
  public static DecodedOption decodeLeniently(Octets option) {
    OptionReader in = new OptionReader(option);
    MptcpOption read = read(in);
    return new DecodedOption(read, option, in.deviations());
  }

  private static MptcpOption read(OptionReader in) {
    Octets raw = in.raw();
    if (raw.length() <= SUBTYPE_OCTET) {
      return in.unreadable("length", raw.length() + " has no room for a subtype");
    }
    if (raw.at(0) != MptcpOption.KIND) {
      return in.unreadable("kind", raw.at(0) + " where MPTCP has 30");
    }
    if (raw.at(1) != raw.length()) {
      return in.unreadable("length", raw.at(1) + " where there are " + raw.length() + " octets");
    }
    return switch (in.subtype()) {
      case MpCapable.SUBTYPE -> MpCapable.read(in);
      case JoinForms.SUBTYPE -> JoinForms.read(in);
      case Dss.SUBTYPE -> Dss.read(in);
      case AddAddr.SUBTYPE -> AddAddr.read(in);
      case RemoveAddr.SUBTYPE -> RemoveAddr.read(in);
      case MpPrio.SUBTYPE -> MpPrio.read(in);
      case MpFail.SUBTYPE -> MpFail.read(in);
      case MpFastclose.SUBTYPE -> MpFastclose.read(in);
      case MpTcprst.SUBTYPE -> MpTcprst.read(in);
      default -> in.unreadable("subtype", in.subtype() + " has no form in RFC 8684");
    };
  }
}
