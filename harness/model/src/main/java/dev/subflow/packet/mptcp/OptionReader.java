// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The octets of one option while it is read, and what is wrong with them.
 *
 * <p>Starts after the octet of the subtype. Reading past the end is a fault of the caller, which
 * looks at {@link #remaining} first.
 */
final class OptionReader {
  private final Octets raw;
  private final ByteBuffer in;
  private final List<String> deviations = new ArrayList<>();

  OptionReader(Octets raw) {
    this.raw = raw;
    in = raw.buffer().position(Math.min(3, raw.length()));
  }

  int length() {
    return raw.length();
  }

  int subtype() {
    return raw.at(2) >> 4;
  }

  /** The four bits beside the subtype. */
  int low() {
    return raw.at(2) & 0xf;
  }

  int remaining() {
    return in.remaining();
  }

  int u8() {
    return in.get() & 0xff;
  }

  int u16() {
    return in.getShort() & 0xffff;
  }

  long u32() {
    return in.getInt() & 0xffff_ffffL;
  }

  long u64() {
    return in.getLong();
  }

  Octets octets(int count) {
    Octets taken = Octets.of(in.slice(in.position(), count));
    in.position(in.position() + count);
    return taken;
  }

  InetAddress address(int octets) {
    return IpText.of(octets(octets).toArray());
  }

  /** Notes that a field is not as RFC 8684 has it. */
  void deviates(String field, String how) {
    deviations.add(field + ": " + how);
  }

  /** Notes reserved bits that are set. */
  void reserved(int bits) {
    if (bits != 0) {
      deviates("reserved bits", String.format("0x%x where senders set 0", bits));
    }
  }

  /** Notes octets that are left. */
  void end() {
    if (in.hasRemaining()) {
      deviates("length", length() + " is " + in.remaining() + " more than the fields take");
    }
  }

  /** Gives up: the option is kept as octets. */
  UnknownOption unreadable(String field, String how) {
    deviates(field, how);
    return new UnknownOption(raw);
  }

  Octets raw() {
    return raw;
  }

  List<String> deviations() {
    return deviations;
  }
}
