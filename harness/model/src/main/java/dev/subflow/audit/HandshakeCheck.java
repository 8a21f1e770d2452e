// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpTcprst;
import java.util.OptionalLong;

/** The form of options, the keys, and silence where MPTCP was not agreed on. */
final class HandshakeCheck implements Check {
  @Override
  public void see(Sight sight, Findings findings) {
    for (DecodedOption option : sight.segment().mptcp()) {
      if (!option.conforms()) {
        findings.broken(sight, Rule.OPTION_FORM, option.toString());
      }
    }
    sight.segment().options(MpCapable.class).forEach(option -> form(sight, option, findings));
    boolean isReset = sight.segment().has(TcpFlag.RST);
    if (!isReset) {
      sight
          .segment()
          .options(MpTcprst.class)
          .forEach(option -> findings.broken(sight, Rule.RST_REASON, option + " without a RST"));
    }
    if (!sight.isBehindHandshake()) {
      return;
    }
    // What refuses a subflow may say why.
    if (sight.isPlain() && sight.segment().isMptcp() && !isReset) {
      findings.broken(
          sight,
          Rule.CAPABLE_NO_OPTIONS,
          sight.segment().mptcp() + " on a connection that is plain TCP");
    }
    if (sight.subflow().kind() == Subflow.Kind.INITIAL) {
      keys(sight, findings);
    }
  }

  private static void form(Sight sight, MpCapable option, Findings findings) {
    int keys =
        (option.senderKey().isPresent() ? 1 : 0) + (option.receiverKey().isPresent() ? 1 : 0);
    int wanted = sight.segment().isSyn() ? 0 : sight.segment().isSynAck() ? 1 : 2;
    if (keys != wanted) {
      findings.broken(
          sight, Rule.CAPABLE_FORM, option + " has " + keys + " keys, and here it has " + wanted);
    }
  }

  private static void keys(Sight sight, Findings findings) {
    sight
        .segment()
        .options(MpCapable.class)
        .filter(option -> option.receiverKey().isPresent())
        .forEach(
            option -> {
              same(sight, "its own key", sight.sender().key(), option.senderKey(), findings);
              same(sight, "the peer's key", sight.receiver().key(), option.receiverKey(), findings);
            });
    boolean goesOn = sight.segment().options(Dss.class).findAny().isPresent();
    Coverage payload = sight.half().payload();
    // A peer that has answered has seen the keys, and those before a hole may have them.
    if (goesOn
        && sight.side() == Side.INITIATOR
        && sight.sender().key().isEmpty()
        && !sight.peerHalf().sentDss()
        && payload.contiguousFrom(1) >= payload.end()) {
      findings.broken(
          sight, Rule.CAPABLE_ACK, "a DSS where no segment had MP_CAPABLE with both keys");
    }
  }

  private static void same(
      Sight sight, String whose, OptionalLong known, OptionalLong sent, Findings findings) {
    if (known.isPresent() && !known.equals(sent)) {
      findings.broken(
          sight,
          Rule.CAPABLE_KEYS,
          "MP_CAPABLE with "
              + Long.toHexString(sent.orElse(0))
              + " as "
              + whose
              + ", which is "
              + Long.toHexString(known.getAsLong()));
    }
  }
}
