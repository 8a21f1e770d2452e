// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

/**
 * By how much the checksums of a packet are off, so that a change keeps right what was right and
 * wrong what was wrong: what mends must not hide corruption from the receiver.
 *
 * @param ip of the IPv4 header, 0 when right or when there is none
 * @param transport of TCP, UDP or ICMPv6, likewise
 */
record Checksums(int ip, int transport) {
  static final Checksums RIGHT = new Checksums(0, 0);

  private static final int MODULUS = 0xffff;
  private static final int IP_FIELD = 10;
  private static final int NONE = -1;

  static Checksums of(byte[] frame, Layout layout) {
    return new Checksums(ipError(frame, layout), transportError(frame, layout));
  }

  private static int ipError(byte[] frame, Layout layout) {
    return layout.version() == 4
        ? error(ipSum(frame, layout), read(frame, layout.ip() + IP_FIELD))
        : 0;
  }

  private static int transportError(byte[] frame, Layout layout) {
    int field = field(frame, layout);
    return field == NONE ? 0 : error(transportSum(frame, layout, field), read(frame, field));
  }

  /** Writes the checksums of a frame that has changed, with the errors they had before. */
  void mend(byte[] frame, Layout layout) {
    if (layout.version() == 4) {
      write(frame, layout.ip() + IP_FIELD, corrected(ipSum(frame, layout), ip));
    }
    int field = field(frame, layout);
    if (field != NONE) {
      int value = corrected(transportSum(frame, layout, field), transport);
      boolean meansAbsent = layout.protocol() == Layout.UDP && value == 0;
      write(frame, field, meansAbsent ? MODULUS : value);
    }
  }

  /**
   * Where the transport's checksum is; {@link #NONE} where there is none or it can't be checked.
   */
  private static int field(byte[] frame, Layout layout) {
    if (layout.transport() == Layout.ABSENT || layout.end() > frame.length) {
      return NONE;
    }
    int field =
        switch (layout.protocol()) {
          case Layout.TCP -> layout.transport() + 16;
          case Layout.UDP -> layout.transport() + 6;
          case Layout.ICMPV6 -> layout.transport() + 2;
          default -> NONE;
        };
    boolean absent = field != NONE && layout.protocol() == Layout.UDP && read(frame, field) == 0;
    return absent ? NONE : field;
  }

  private static int ipSum(byte[] frame, Layout layout) {
    int header = (frame[layout.ip()] & 0x0f) * 4;
    return without(sum(frame, layout.ip(), layout.ip() + header), frame, layout.ip() + IP_FIELD);
  }

  private static int transportSum(byte[] frame, Layout layout, int field) {
    int addresses = layout.sourceAddress();
    long pseudo =
        sum(frame, addresses, addresses + 2 * layout.addressBytes())
            + layout.protocol()
            + (layout.end() - layout.transport());
    return without(pseudo + sum(frame, layout.transport(), layout.end()), frame, field);
  }

  private static long sum(byte[] frame, int from, int to) {
    long sum = 0;
    for (int at = from; at + 1 < to; at += 2) {
      sum += read(frame, at);
    }
    return (to - from) % 2 == 0 ? sum : sum + ((frame[to - 1] & 0xff) << 8);
  }

  private static int without(long sum, byte[] frame, int field) {
    return (int) ((sum - read(frame, field)) % MODULUS);
  }

  private static int error(int sum, int stored) {
    // Modulo 65535 the right value is -sum; 0 and 65535 are the same there.
    return (stored + sum) % MODULUS;
  }

  private static int corrected(int sum, int error) {
    return (MODULUS - sum + error) % MODULUS;
  }

  private static int read(byte[] frame, int at) {
    return ((frame[at] & 0xff) << 8) | (frame[at + 1] & 0xff);
  }

  private static void write(byte[] frame, int at, int value) {
    frame[at] = (byte) (value >> 8);
    frame[at + 1] = (byte) value;
  }
}
