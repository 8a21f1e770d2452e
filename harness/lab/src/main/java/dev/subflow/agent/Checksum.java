// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.nio.ByteBuffer;

/**
 * Size and CRC32 of a whole file.
 *
 * @param size in bytes
 * @param crc as an unsigned 32-bit number
 */
record Checksum(long size, long crc) {
  byte[] encode() {
    return ByteBuffer.allocate(12).putLong(size).putInt((int) crc).array();
  }

  @Override
  public String toString() {
    return String.format("%d bytes with CRC32 %08x", size, crc);
  }
}
