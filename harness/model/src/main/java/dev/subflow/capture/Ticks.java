// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The clock of an interface. Source: draft-ietf-opsawg-pcapng, section 4.2, if_tsresol and
 * if_tsoffset.
 *
 * @param resolution a negative power of 10, or of 2 when its highest bit is set, in seconds
 * @param offset seconds to add
 */
record Ticks(byte resolution, long offset) {
  static final Ticks MICROSECONDS = new Ticks((byte) 6, 0);

  private static final int NANOS = 9;

  /**
   * The time of a number of ticks, unsigned.
   *
   * @throws ArithmeticException or {@link java.time.DateTimeException} when it is out of range
   */
  Instant time(long ticks) {
    if (resolution > 0 && resolution <= NANOS) {
      long perSecond = power(resolution);
      long seconds = Long.divideUnsigned(ticks, perSecond);
      long rest = Long.remainderUnsigned(ticks, perSecond);
      return Instant.ofEpochSecond(
          Math.addExact(seconds, offset), rest * power(NANOS - resolution));
    }
    BigInteger perSecond =
        resolution < 0 ? BigInteger.TWO.pow(resolution & 0x7f) : BigInteger.TEN.pow(resolution);
    BigInteger[] seconds =
        new BigInteger(Long.toUnsignedString(ticks)).divideAndRemainder(perSecond);
    BigInteger nanos = seconds[1].multiply(BigInteger.TEN.pow(NANOS)).divide(perSecond);
    return Instant.ofEpochSecond(
        Math.addExact(seconds[0].longValueExact(), offset), nanos.longValueExact());
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
