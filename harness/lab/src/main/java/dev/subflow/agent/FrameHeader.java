// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.util.zip.CRC32;

/**
 * Layout of a frame, big-endian: magic, type, flags, check, id, length, CRC32; then the payload.
 */
final class FrameHeader {
  static final int MAGIC = 0xF55346FA;
  static final byte FIRST_BYTE = (byte) 0xF5;
  static final int SIZE = 20;
  static final int TYPE_AT = 4;
  static final int FLAGS_AT = 5;
  static final int CHECK_AT = 6;
  static final int ID_AT = 8;
  static final int LENGTH_AT = 12;
  static final int CRC_AT = 16;
  static final int FLAG_MORE = 1;

  private FrameHeader() {}

  /** The header's own check, which tells a false magic before its payload is waited for. */
  static short check(byte[] bytes, int at) {
    CRC32 crc = new CRC32();
    crc.update(bytes, at, CHECK_AT);
    crc.update(bytes, at + ID_AT, CRC_AT - ID_AT);
    return (short) crc.getValue();
  }

  /** CRC32 of the header up to the CRC, and the payload behind it. */
  static int crc(byte[] bytes, int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, at, CRC_AT);
    crc.update(bytes, at + SIZE, length);
    return (int) crc.getValue();
  }
}
