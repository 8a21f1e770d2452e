// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.MptcpCodec;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.packet.mptcp.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An option of a TCP header.
 *
 * @param octets all of it, from its kind on
 */
public record TcpOption(Octets octets) {
  static final int END = 0;
  static final int NOP = 1;

  public TcpOption {
    if (octets.length() == 0) {
      throw new IllegalArgumentException("an option has one octet at least");
    }
  }

  /** An MPTCP option. */
  public static TcpOption of(MptcpOption option) {
    return new TcpOption(option.encode());
  }

  /**
   * The options of a header, without padding. Where the next one begins can't be known behind one
   * that is malformed, so that one takes the rest.
   */
  static List<TcpOption> scan(byte[] frame, int start, int end) {
    List<TcpOption> options = new ArrayList<>();
    int at = start;
    while (at < end && frame[at] != END) {
      int length = lengthAt(frame, at, end);
      int taken = length == 0 ? end - at : length;
      if (frame[at] != NOP) {
        options.add(of(frame, at, taken));
      }
      at += taken;
    }
    return List.copyOf(options);
  }

  static TcpOption of(byte[] frame, int at, int length) {
    return new TcpOption(Octets.of(ByteBuffer.wrap(frame, at, length)));
  }

  /** Bytes of the option at an index, 0 when it is malformed. */
  static int lengthAt(byte[] frame, int at, int end) {
    if (frame[at] == NOP) {
      return 1;
    }
    int length = at + 1 < end ? frame[at + 1] & 0xff : 0;
    return length >= 2 && at + length <= end ? length : 0;
  }

  /** The kind of option; see the TCP parameters of IANA. */
  public int kind() {
    return octets.at(0);
  }

  /** Bytes, with kind and length. */
  public int length() {
    return octets.length();
  }

  /** Whether this is an MPTCP option, however broken. */
  public boolean isMptcp() {
    return kind() == MptcpOption.KIND;
  }

  /** The kind of MPTCP option; empty for other options and unassigned subtypes. */
  public Optional<MptcpSubtype> subtype() {
    return isMptcp() && length() > 2 ? MptcpSubtype.of(octets.at(2) >> 4) : Optional.empty();
  }

  /** Whether this is an MPTCP option of that subtype. */
  boolean is(MptcpSubtype subtype) {
    return isMptcp() && length() > 2 && octets.at(2) >> 4 == subtype.number();
  }

  /** The MPTCP option that this is, read leniently; empty for other options. */
  public Optional<DecodedOption> mptcp() {
    return isMptcp() ? Optional.of(MptcpCodec.decodeLeniently(octets)) : Optional.empty();
  }

  @Override
  public String toString() {
    return mptcp().map(DecodedOption::toString).orElseGet(() -> "option " + kind());
  }
}
