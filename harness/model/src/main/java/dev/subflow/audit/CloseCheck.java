// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpFastclose;

/** How a connection falls back to TCP, and how it is ended at once. */
final class CloseCheck implements Check {
  @Override
  public void see(Sight sight, Findings findings) {
    if (!sight.isOfConnection()) {
      return;
    }
    sight.segment().options(MpFail.class).forEach(fail -> fail(sight, fail, findings));
    sight
        .segment()
        .options(Dss.class)
        .filter(Dss::isInfinite)
        .forEach(dss -> infinite(sight, dss, findings));
    sight.segment().options(MpFastclose.class).forEach(close -> close(sight, close, findings));
  }

  private static void fail(Sight sight, MpFail fail, Findings findings) {
    if (!sight.connection().usesChecksums()) {
      findings.broken(sight, Rule.FAIL_CHECKSUM, fail + " where no host asked for checksums");
    }
    long place = fail.dataSequence() - sight.receiver().initialDataSequence();
    long end = Math.max(1, sight.receiver().data().seen().end());
    if (place < 0 || place > end) {
      findings.broken(
          sight,
          Rule.FAIL_SEQUENCE,
          fail + ", which is " + place + " behind the initial number of data up to " + end);
    }
    sight.connection().fallsBack();
  }

  private static void infinite(Sight sight, Dss dss, Findings findings) {
    DataStream data = sight.sender().data();
    if (data.infiniteFrom().isEmpty()) {
      sight.connection().subflows().stream()
          .filter(other -> !other.equals(sight.subflow()) && other.isInUse())
          .findFirst()
          .ifPresent(
              other ->
                  findings.broken(
                      sight, Rule.FALLBACK_SINGLE, dss + " where another subflow is in use"));
    }
    dss.mapping()
        .ifPresent(
            mapping -> data.infiniteFrom(DataStream.place(mapping.dataSequence(), sight.sender())));
    sight.connection().fallsBack();
  }

  private static void close(Sight sight, MpFastclose close, Findings findings) {
    long key = sight.receiver().key().orElse(0);
    if (close.receiverKey() != key) {
      findings.broken(
          sight, Rule.FASTCLOSE_KEY, close + " where the peer's key is " + Long.toHexString(key));
    } else if (!sight.segment().has(TcpFlag.RST)) {
      sight.subflow().closes(sight);
    }
  }

  @Override
  public void end(Connection connection, Findings findings) {
    for (Subflow subflow : connection.subflows()) {
      subflow
          .closing()
          .filter(sight -> !sight.peerHalf().hasEnded() && sight.receiver().wentOnAfter(sight))
          .ifPresent(
              sight ->
                  findings.unanswered(sight, Rule.FASTCLOSE_ANSWERED, "no RST after MP_FASTCLOSE"));
    }
  }
}
