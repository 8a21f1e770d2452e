// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Token that names a connection. Source: RFC 8684, section 3.2. */
final class Token {
  private Token() {}

  /** The first 32 bits of the SHA-256 of a key; never negative. */
  static long of(long key) {
    try {
      byte[] octets = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
      return Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has no SHA-256", e);
    }
  }
}
