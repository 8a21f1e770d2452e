// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.packet.Frame;
import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Shows one IPv4 address to the other side as another one. */
final class SourceNat implements Middlebox {
  // In an ARP packet on Ethernet for IPv4: hardware addresses of 6 bytes, protocol ones of 4.
  private static final int ARP_BYTES = 28;
  private static final int ARP_SENDER = 14;
  private static final int ARP_TARGET = 24;

  private final InetAddress inside;
  private final InetAddress outside;

  SourceNat(InetAddress inside, InetAddress outside) {
    for (InetAddress address : new InetAddress[] {inside, outside}) {
      if (!(address instanceof Inet4Address)) {
        throw new IllegalArgumentException(
            "NAT is for IPv4, and "
                + address.getHostAddress()
                + " is not; IPv6 hosts find each other in ways that it can't translate");
      }
    }
    if (inside.equals(outside)) {
      throw new IllegalArgumentException(
          "NAT of " + inside.getHostAddress() + " to itself does nothing");
    }
    this.inside = inside;
    this.outside = outside;
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    if (frame.isArp()) {
      return List.of(translatedArp(frame));
    }
    Frame out = frame.source().equals(Optional.of(inside)) ? frame.withSource(outside) : frame;
    return List.of(
        out.destination().equals(Optional.of(outside)) ? out.withDestination(inside) : out);
  }

  private Frame translatedArp(Frame frame) {
    byte[] bytes = frame.bytes();
    int arp = frame.headerBytes();
    if (bytes.length < arp + ARP_BYTES) {
      return frame;
    }
    Frame out = replaced(frame, arp + ARP_SENDER, inside, outside);
    return replaced(out, arp + ARP_TARGET, outside, inside);
  }

  private static Frame replaced(Frame frame, int at, InetAddress from, InetAddress to) {
    byte[] present = Arrays.copyOfRange(frame.bytes(), at, at + 4);
    return Arrays.equals(present, from.getAddress()) ? frame.withBytes(at, to.getAddress()) : frame;
  }
}
