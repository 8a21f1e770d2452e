// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.net.InetAddress;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Addresses and their numbers: announced, repeated, used, taken back. */
final class AddressCheck implements Check {
  @Override
  public void see(Sight sight, Consumer<Finding> findings) {
    if (sight.subflow().kind() == Subflow.Kind.PLAIN) {
      return;
    }
    sight
        .segment()
        .options(MpJoin.class)
        .forEach(join -> names(sight, id(join), sight.segment().source().address(), findings));
    sight.segment().options(AddAddr.class).forEach(option -> announced(sight, option, findings));
    sight.segment().options(RemoveAddr.class).forEach(option -> removed(sight, option, findings));
  }

  private static int id(MpJoin join) {
    if (join instanceof MpJoin.Syn syn) {
      return syn.addressId();
    }
    return join instanceof MpJoin.SynAck synAck ? synAck.addressId() : 0;
  }

  private static void names(Sight sight, int id, InetAddress address, Consumer<Finding> findings) {
    if (id != 0) {
      sight
          .sender()
          .names(id, address)
          .ifPresent(
              before ->
                  findings.accept(
                      sight.breaks(
                          Rule.ADDRESS_ID,
                          "address ID "
                              + id
                              + " for "
                              + address.getHostAddress()
                              + ", which it gave to "
                              + before.getHostAddress())));
    }
  }

  private static void announced(Sight sight, AddAddr option, Consumer<Finding> findings) {
    AddAddr bare =
        new AddAddr(
            true, option.addressId(), option.address(), option.port(), OptionalLong.empty());
    if (option.echo()) {
      if (!sight.receiver().announced().contains(bare)) {
        findings.accept(
            sight.breaks(Rule.ADD_ADDR_ECHO, option + ", which the peer did not announce"));
      }
      return;
    }
    sight.sender().announced().add(bare);
    names(sight, option.addressId(), option.address(), findings);
    if (sight.connection().hasKeys() && option.truncatedHmac().isPresent()) {
      long own =
          Keys.addAddr(sight.sender().key().orElse(0), sight.receiver().key().orElse(0), option);
      if (own != option.truncatedHmac().getAsLong()) {
        findings.accept(
            sight.breaks(
                Rule.ADD_ADDR_HMAC,
                option + " where its content and the keys make " + Long.toHexString(own)));
      }
    }
  }

  private static void removed(Sight sight, RemoveAddr option, Consumer<Finding> findings) {
    for (int id : option.addressIds()) {
      if (!sight.sender().everNamed(id)) {
        findings.accept(
            sight.breaks(
                Rule.REMOVE_ADDR_KNOWN,
                "REMOVE_ADDR id=" + id + ", which it neither announced nor used"));
      }
      sight.sender().removes(id);
    }
  }
}
