// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.Octets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** HMACs of joins, where joins may go, and when the first data may be sent on one. */
final class JoinCheck implements Check {
  /** Memory for what a hostile guest sends. */
  private static final int MOST_NONCES = 10_000;

  private final Map<Nonce, Half> nonces = new HashMap<>();

  /** A random number of a host; who only forwards it is another. */
  private record Nonce(String host, long value) {}

  @Override
  public void see(Sight sight, Findings findings) {
    if (sight.subflow().kind() != Subflow.Kind.JOINED) {
      return;
    }
    sight.segment().options(MpJoin.class).forEach(join -> see(sight, join, findings));
    if (!sight.connection().hasKeys()) {
      return;
    }
    boolean fromInitiator = sight.subflow().isFromInitiator(sight.segment());
    int payload = sight.segment().payloadLength();
    if (fromInitiator && payload > 0 && !sight.peerHalf().sentBehindSyn()) {
      findings.broken(
          sight, Rule.JOIN_DATA, payload + " bytes of data before its third ACK was answered");
    }
    boolean goesOn = sight.segment().options(Dss.class).findAny().isPresent();
    // A peer that has answered has seen the HMAC, so the capture lacks it.
    if (fromInitiator && goesOn && !sight.half().sentHmac() && !sight.peerHalf().sentDss()) {
      findings.broken(sight, Rule.JOIN_ACK, "a DSS where no third ACK had MP_JOIN with the HMAC");
    }
  }

  private void see(Sight sight, MpJoin join, Findings findings) {
    String where =
        sight.segment().isSyn() ? "a SYN" : sight.segment().isSynAck() ? "a SYN/ACK" : "an ACK";
    boolean fits =
        sight.segment().isSyn()
            ? join instanceof MpJoin.Syn
            : sight.segment().isSynAck()
                ? join instanceof MpJoin.SynAck
                : join instanceof MpJoin.Ack;
    if (!fits) {
      findings.broken(sight, Rule.JOIN_FORM, join + " on " + where);
      return;
    }
    if (join instanceof MpJoin.Syn syn) {
      sight.half().nonce(syn.nonce());
      isNew(sight, syn.nonce(), findings);
      denied(sight, findings);
    } else if (join instanceof MpJoin.SynAck synAck) {
      sight.half().nonce(synAck.nonce());
      isNew(sight, synAck.nonce(), findings);
      hmac(sight)
          .map(Keys::joinOfSynAck)
          .filter(own -> own != synAck.truncatedHmac())
          .ifPresent(own -> wrong(sight, synAck, Long.toHexString(own), findings));
    } else if (join instanceof MpJoin.Ack ack) {
      sight.half().sendsHmac();
      hmac(sight)
          .map(own -> Octets.of(Keys.joinOfAck(own)))
          .filter(own -> !own.equals(ack.hmac()))
          .ifPresent(own -> wrong(sight, ack, own.toString(), findings));
    }
  }

  private void isNew(Sight sight, long value, Findings findings) {
    Nonce nonce = new Nonce(Sight.host(sight.host()), value);
    Half first = nonces.get(nonce);
    if (first == null && nonces.size() < MOST_NONCES) {
      nonces.put(nonce, sight.half());
    } else if (first != null && !first.equals(sight.half())) {
      findings.broken(
          sight,
          Rule.JOIN_NONCE,
          "the random number " + Long.toHexString(value) + " that it used for another subflow");
    }
  }

  private static void denied(Sight sight, Findings findings) {
    sight
        .receiver()
        .closedTo()
        .filter(sight.segment().destination()::equals)
        .ifPresent(
            end -> findings.broken(sight, Rule.JOIN_DENIED, "a join to " + end + ", which has C"));
  }

  private static void wrong(Sight sight, MpJoin join, String own, Findings findings) {
    findings.broken(sight, Rule.JOIN_HMAC, join + " where the keys and nonces make " + own);
  }

  private static Optional<byte[]> hmac(Sight sight) {
    OptionalLong ownNonce = sight.half().nonce();
    OptionalLong peerNonce = sight.peerHalf().nonce();
    if (!sight.connection().hasKeys() || ownNonce.isEmpty() || peerNonce.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Keys.join(
            sight.sender().key().orElse(0),
            sight.receiver().key().orElse(0),
            ownNonce.getAsLong(),
            peerNonce.getAsLong()));
  }
}
