// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;

/**
 * An MPTCP option of a TCP segment.
 *
 * <p>The records hold whatever fits into their fields, also what RFC 8684 forbids, so that a wire
 * can be made to lie; {@link MptcpCodec} tells what conforms. Numbers are unsigned: those of 32
 * bits are never negative, those of 64 bits are to be printed and compared as unsigned.
 */
public sealed interface MptcpOption
    permits MpCapable,
        MpJoin,
        Dss,
        AddAddr,
        RemoveAddr,
        MpPrio,
        MpFail,
        MpFastclose,
        MpTcprst,
        UnknownOption {
  /** The kind of TCP option that all of these have. RFC 8684, section 8. */
  int KIND = 30;

  /** The name in RFC 8684, such as {@code MP_CAPABLE}. */
  String name();

  /** Octets of the whole option, from its kind on. */
  int length();

  /**
   * Writes the whole option, from its kind on.
   *
   * @throws java.nio.BufferOverflowException when there are less than {@link #length} octets
   */
  void write(ByteBuffer out);

  /** The whole option as octets. */
  default Octets encode() {
    byte[] octets = new byte[length()];
    write(ByteBuffer.wrap(octets));
    return Octets.of(octets);
  }
}
