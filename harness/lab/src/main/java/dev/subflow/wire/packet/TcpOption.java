// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An option of a TCP header, as bytes: what it means is for others to say. Immutable. */
public final class TcpOption {
  /** Kind of every MPTCP option. */
  public static final int MPTCP = 30;

  static final int END = 0;
  static final int NOP = 1;

  private final byte[] bytes;

  private TcpOption(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The options of a header, without NOPs; ends at the first that does not fit. */
  static List<TcpOption> scan(byte[] frame, int start, int end) {
    List<TcpOption> options = new ArrayList<>();
    int at = start;
    while (at < end && frame[at] != END) {
      int length = lengthAt(frame, at, end);
      if (length == 0) {
        break;
      }
      if (frame[at] != NOP) {
        options.add(of(frame, at, length));
      }
      at += length;
    }
    return options;
  }

  static TcpOption of(byte[] frame, int at, int length) {
    return new TcpOption(Arrays.copyOfRange(frame, at, at + length));
  }

  /** Bytes of the option at an index, 0 when it is malformed. */
  static int lengthAt(byte[] frame, int at, int end) {
    if (frame[at] == NOP) {
      return 1;
    }
    int length = at + 1 < end ? frame[at + 1] & 0xff : 0;
    return length >= 2 && at + length <= end ? length : 0;
  }

  public int kind() {
    return bytes[0] & 0xff;
  }

  /** Bytes, with kind and length. */
  public int length() {
    return bytes.length;
  }

  /** All bytes, with kind and length; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The unsigned byte at an index. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  public boolean isMptcp() {
    return kind() == MPTCP;
  }

  /** What kind of MPTCP option this is; empty for other options and unassigned subtypes. */
  public Optional<MptcpSubtype> subtype() {
    return isMptcp() && length() > 2 ? MptcpSubtype.of(at(2) >> 4) : Optional.empty();
  }

  /** Whether this is an ADD_ADDR that only confirms another. */
  public boolean isAddAddrEcho() {
    return subtype().filter(MptcpSubtype.ADD_ADDR::equals).isPresent() && (at(2) & 1) != 0;
  }

  @Override
  public String toString() {
    return subtype().map(MptcpSubtype::name).orElse("option " + kind());
  }
}
