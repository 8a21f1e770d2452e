// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Addresses and their numbers: announced, repeated, used, taken back. */
final class AddressCheck implements Check {
  @Override
  public void see(Sight sight, Findings findings) {
    if (sight.isPlain()) {
      return;
    }
    sight
        .segment()
        .options(MpJoin.class)
        .forEach(
            join -> {
              names(sight, id(join), sight.segment().source().address(), findings);
              oneId(sight, id(join), sight.segment().source().address(), findings);
            });
    sight.segment().options(AddAddr.class).forEach(option -> announced(sight, option, findings));
    sight.segment().options(RemoveAddr.class).forEach(option -> removed(sight, option, findings));
  }

  private static int id(MpJoin join) {
    if (join instanceof MpJoin.Syn syn) {
      return syn.addressId();
    }
    return join instanceof MpJoin.SynAck synAck ? synAck.addressId() : 0;
  }

  private static void names(Sight sight, int id, InetAddress address, Findings findings) {
    if (id == 0) {
      return;
    }
    sight
        .sender()
        .names(id, address)
        .ifPresent(
            before ->
                findings.broken(
                    sight,
                    Rule.ADDRESS_ID,
                    "address ID "
                        + id
                        + " for "
                        + address.getHostAddress()
                        + ", which it gave to "
                        + before.getHostAddress()));
  }

  private static void oneId(Sight sight, int id, InetAddress address, Findings findings) {
    OptionalInt other = id == 0 ? OptionalInt.empty() : sight.sender().otherId(id, address);
    if (other.isPresent()) {
      findings.broken(
          sight,
          Rule.ONE_ID,
          "address ID "
              + id
              + " for "
              + address.getHostAddress()
              + ", whose ID is "
              + other.getAsInt());
    }
  }

  private static void announced(Sight sight, AddAddr option, Findings findings) {
    AddAddr bare = option.echoed();
    if (option.echo()) {
      if (!sight.receiver().isEchoed(bare)) {
        findings.broken(sight, Rule.ADD_ADDR_ECHO, option + ", which the peer did not announce");
      }
      return;
    }
    sight.sender().announces(bare, sight);
    names(sight, option.addressId(), option.address(), findings);
    if (option.port().isEmpty()) {
      oneId(sight, option.addressId(), option.address(), findings);
    }
    sight
        .sender()
        .otherPort(option.addressId(), option.port())
        .ifPresent(
            before ->
                findings.broken(
                    sight,
                    Rule.ADDRESS_ID,
                    option + ", whose ID was announced with " + port(before)));
    if (sight.connection().hasKeys() && option.truncatedHmac().isPresent()) {
      hmac(sight, option, findings);
    }
  }

  private static String port(OptionalInt port) {
    return port.isPresent() ? "port " + port.getAsInt() : "no port";
  }

  private static void hmac(Sight sight, AddAddr option, Findings findings) {
    long own =
        Keys.addAddr(sight.sender().key().orElse(0), sight.receiver().key().orElse(0), option);
    OptionalLong sent = option.truncatedHmac();
    if (sent.isPresent() && own != sent.getAsLong()) {
      findings.broken(
          sight,
          Rule.ADD_ADDR_HMAC,
          option + " where its content and the keys make " + Long.toHexString(own));
    }
  }

  private static void removed(Sight sight, RemoveAddr option, Findings findings) {
    for (int id : option.addressIds()) {
      if (!sight.sender().everNamed(id)) {
        findings.broken(
            sight,
            Rule.REMOVE_ADDR_KNOWN,
            "REMOVE_ADDR id=" + id + ", which it neither announced nor used");
      }
      sight.sender().removes(id);
    }
  }

  @Override
  public void end(Connection connection, Findings findings) {
    if (connection.mayHaveFallenBack()) {
      return;
    }
    for (Side side : Side.values()) {
      Party peer = connection.party(side.other());
      connection.party(side).unanswered().values().stream()
          .filter(sight -> peer.wentOnAfter(sight))
          .forEach(
              sight ->
                  findings.unanswered(
                      sight, Rule.ADD_ADDR_ECHOED, "no echo of " + sight.segment().mptcp()));
    }
  }
}
