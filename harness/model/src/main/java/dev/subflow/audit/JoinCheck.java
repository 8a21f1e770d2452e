// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.Octets;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** HMACs of joins, and when the first data may be sent on a joined subflow. */
final class JoinCheck implements Check {
  @Override
  public void see(Sight sight, Consumer<Finding> findings) {
    if (sight.subflow().kind() != Subflow.Kind.JOINED) {
      return;
    }
    sight.segment().options(MpJoin.class).forEach(join -> see(sight, join, findings));
    boolean fromInitiator = sight.subflow().isFromInitiator(sight.segment());
    if (fromInitiator && sight.segment().payloadLength() > 0 && !sight.peerHalf().sentBehindSyn()) {
      findings.accept(
          sight.breaks(
              Rule.JOIN_DATA,
              sight.segment().payloadLength()
                  + " bytes of data before its third ACK was answered"));
    }
  }

  private static void see(Sight sight, MpJoin join, Consumer<Finding> findings) {
    if (join instanceof MpJoin.Syn syn) {
      sight.half().nonce(syn.nonce());
    } else if (join instanceof MpJoin.SynAck synAck) {
      sight.half().nonce(synAck.nonce());
      hmac(sight)
          .ifPresent(
              own -> {
                if (Keys.joinOfSynAck(own) != synAck.truncatedHmac()) {
                  findings.accept(wrong(sight, Keys.joinOfSynAck(own), synAck));
                }
              });
    } else if (join instanceof MpJoin.Ack ack) {
      hmac(sight)
          .map(own -> Octets.of(Keys.joinOfAck(own)))
          .filter(own -> !own.equals(ack.hmac()))
          .ifPresent(
              own ->
                  findings.accept(
                      sight.breaks(
                          Rule.JOIN_HMAC, ack + " where the keys and nonces make " + own)));
    }
  }

  private static Finding wrong(Sight sight, long own, MpJoin.SynAck synAck) {
    return sight.breaks(
        Rule.JOIN_HMAC, synAck + " where the keys and nonces make " + Long.toHexString(own));
  }

  private static java.util.Optional<byte[]> hmac(Sight sight) {
    OptionalLong ownNonce = sight.half().nonce();
    OptionalLong peerNonce = sight.peerHalf().nonce();
    if (!sight.connection().hasKeys() || ownNonce.isEmpty() || peerNonce.isEmpty()) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        Keys.join(
            sight.sender().key().orElse(0),
            sight.receiver().key().orElse(0),
            ownNonce.getAsLong(),
            peerNonce.getAsLong()));
  }
}
