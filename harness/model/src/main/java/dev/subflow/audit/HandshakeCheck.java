// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.MpCapable;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The form of options, the keys, and silence where MPTCP was not agreed on. */
final class HandshakeCheck implements Check {
  @Override
  public void see(Sight sight, Consumer<Finding> findings) {
    for (DecodedOption option : sight.segment().mptcp()) {
      if (!option.conforms()) {
        findings.accept(sight.breaks(Rule.OPTION_FORM, option.toString()));
      }
    }
    boolean behindSyn = !sight.segment().isSyn() && !sight.segment().isSynAck();
    if (sight.subflow().kind() == Subflow.Kind.PLAIN && behindSyn && sight.segment().isMptcp()) {
      findings.accept(
          sight.breaks(
              Rule.CAPABLE_NO_OPTIONS,
              sight.segment().mptcp() + " on a connection that is plain TCP"));
    }
    if (behindSyn && sight.subflow().kind() == Subflow.Kind.INITIAL) {
      sight
          .segment()
          .options(MpCapable.class)
          .filter(option -> option.receiverKey().isPresent())
          .forEach(option -> keys(sight, option, findings));
    }
  }

  private static void keys(Sight sight, MpCapable option, Consumer<Finding> findings) {
    same(sight, "its own key", sight.sender().key(), option.senderKey(), findings);
    same(sight, "the peer's key", sight.receiver().key(), option.receiverKey(), findings);
  }

  private static void same(
      Sight sight,
      String whose,
      OptionalLong known,
      OptionalLong sent,
      Consumer<Finding> findings) {
    if (known.isPresent() && !known.equals(sent)) {
      findings.accept(
          sight.breaks(
              Rule.CAPABLE_KEYS,
              "MP_CAPABLE with "
                  + Long.toHexString(sent.orElse(0))
                  + " as "
                  + whose
                  + ", which is "
                  + Long.toHexString(known.getAsLong())));
    }
  }
}
