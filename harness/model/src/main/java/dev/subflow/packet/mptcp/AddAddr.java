// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * ADD_ADDR, which announces an address, or its echo. Source: RFC 8684, section 3.4.1, figure 12.
 *
 * <p>With IPv4 8 octets, with IPv6 20; 2 more with a port, 8 more with an HMAC. A conforming one
 * has an HMAC unless it is an echo.
 *
 * @param echo flag E: repeats what was received
 * @param addressId 8 bits
 * @param address IPv4 or IPv6
 * @param port 16 bits; absent for that of the connection
 * @param truncatedHmac rightmost 64 bits of the sender's HMAC
 */
public record AddAddr(
    boolean echo, int addressId, InetAddress address, OptionalInt port, OptionalLong truncatedHmac)
    implements MptcpOption {
  static final int SUBTYPE = 3;

  public AddAddr {
    OptionWriter.u8("address id", addressId);
    address = OptionWriter.plain(address);
    port.ifPresent(p -> OptionWriter.u16("port", p));
    Objects.requireNonNull(truncatedHmac, "truncatedHmac");
  }

  /** Option that the receiver of this sends back: a copy without the HMAC. */
  public AddAddr echoed() {
    return new AddAddr(true, addressId, address, port, OptionalLong.empty());
  }

  static MptcpOption read(OptionReader in) {
    int octets = addressOctets(in.length());
    if (octets == 0) {
      return in.unreadable(
          "length",
          in.length() + " is none of 16, 18, 28, 30 and, as an echo, none of 8, 10, 20, 22");
    }
    boolean echo = (in.low() & 1) != 0;
    in.reserved(in.low() >> 1);
    int id = in.u8();
    InetAddress address = in.address(octets);
    OptionalInt port = in.remaining() % 8 == 2 ? OptionalInt.of(in.u16()) : OptionalInt.empty();
    OptionalLong hmac = in.remaining() == 8 ? OptionalLong.of(in.u64()) : OptionalLong.empty();
    if (echo == hmac.isPresent()) {
      in.deviates("length", in.length() + (echo ? ": an echo with HMAC" : ": no echo, no HMAC"));
    }
    return new AddAddr(echo, id, address, port, hmac);
  }

  private static int addressOctets(int length) {
    return switch (length) {
      case 8, 10, 16, 18 -> 4;
      case 20, 22, 28, 30 -> 16;
      default -> 0;
    };
  }

  @Override
  public String name() {
    return "ADD_ADDR";
  }

  @Override
  public int length() {
    return 4
        + (OptionWriter.isV6(address) ? 16 : 4)
        + (port.isPresent() ? 2 : 0)
        + (truncatedHmac.isPresent() ? 8 : 0);
  }

  @Override
  public void write(ByteBuffer out) {
    OptionWriter.begin(out, length(), SUBTYPE, echo ? 1 : 0).put((byte) addressId);
    out.put(address.getAddress());
    port.ifPresent(p -> out.putShort((short) p));
    truncatedHmac.ifPresent(out::putLong);
  }

  @Override
  public String toString() {
    String where =
        port.isPresent() ? IpText.format(address, port.getAsInt()) : IpText.format(address);
    String hmac =
        truncatedHmac.isPresent() ? " hmac=" + OptionWriter.hex64(truncatedHmac.getAsLong()) : "";
    return name() + (echo ? " echo" : "") + " id=" + addressId + " " + where + hmac;
  }
}
