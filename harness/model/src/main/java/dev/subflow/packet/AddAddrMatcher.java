// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.IpText;
import java.net.InetAddress;
import java.util.OptionalInt;

/** Describes packets with ADD_ADDR, announcements and echoes. Immutable. */
public final class AddAddrMatcher extends OptionMatcher<AddAddrMatcher, AddAddr> {
  AddAddrMatcher(Spec<AddAddr> spec) {
    super(spec);
  }

  @Override
  AddAddrMatcher copy(Spec<AddAddr> changed) {
    return new AddAddrMatcher(changed);
  }

  /** Only echoes. */
  public AddAddrMatcher echo() {
    return having("echo", AddAddr::echo);
  }

  /** Only announcements: no echoes. */
  public AddAddrMatcher notEcho() {
    return having("not echo", o -> !o.echo());
  }

  /** Only of a numeric address. */
  public AddAddrMatcher address(String address) {
    InetAddress wanted = IpText.parse(address);
    return having(address, o -> o.address().equals(wanted));
  }

  /** Only with this id of the announced address. */
  public AddAddrMatcher addressId(int id) {
    return having("id=" + id, o -> o.addressId() == id);
  }

  /** Only with this port. */
  public AddAddrMatcher port(int port) {
    return having("port " + port, o -> o.port().equals(OptionalInt.of(port)));
  }

  /** Only without a port. */
  public AddAddrMatcher withoutPort() {
    return having("without port", o -> o.port().isEmpty());
  }
}
