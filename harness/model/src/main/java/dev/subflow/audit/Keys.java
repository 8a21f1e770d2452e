// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.AddAddr;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What keys make: tokens, first data sequence numbers and HMACs. Source: RFC 8684, sections 3.1,
 * 3.2, 3.4.1.
 */
final class Keys {
  private static final String HMAC = "HmacSHA256";
  private static final int JOIN_ACK_BYTES = 20;

  private Keys() {}

  /** The most significant 32 bits of the key's SHA-256. */
  static long token(long key) {
    return ByteBuffer.wrap(digest(key)).getInt() & 0xffff_ffffL;
  }

  /** The least significant 64 bits of the key's SHA-256. */
  static long initialDataSequence(long key) {
    return ByteBuffer.wrap(digest(key)).getLong(24);
  }

  /** HMAC of a join by the host whose key and nonce come first. */
  static byte[] join(long ownKey, long peerKey, long ownNonce, long peerNonce) {
    ByteBuffer message = ByteBuffer.allocate(8).putInt((int) ownNonce).putInt((int) peerNonce);
    return mac(ownKey, peerKey, message.array());
  }

  /** The leftmost 64 bits, as a SYN/ACK has them. */
  static long joinOfSynAck(byte[] hmac) {
    return ByteBuffer.wrap(hmac).getLong();
  }

  /** The leftmost 160 bits, as the third ACK has them. */
  static byte[] joinOfAck(byte[] hmac) {
    return Arrays.copyOf(hmac, JOIN_ACK_BYTES);
  }

  /** The rightmost 64 bits of the HMAC of an announcement. */
  static long addAddr(long ownKey, long peerKey, AddAddr announced) {
    byte[] address = announced.address().getAddress();
    ByteBuffer message =
        ByteBuffer.allocate(1 + address.length + 2)
            .put((byte) announced.addressId())
            .put(address)
            .putShort((short) announced.port().orElse(0));
    return ByteBuffer.wrap(mac(ownKey, peerKey, message.array())).getLong(24);
  }

  private static byte[] mac(long ownKey, long peerKey, byte[] message) {
    byte[] key = ByteBuffer.allocate(16).putLong(ownKey).putLong(peerKey).array();
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  private static byte[] digest(long key) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(ByteBuffer.allocate(8).putLong(key).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
