// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.MpFastclose;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** How a connection is ended at once. */
final class CloseCheck implements Check {
  @Override
  public void see(Sight sight, Consumer<Finding> findings) {
    OptionalLong key = sight.receiver().key();
    if (sight.subflow().kind() == Subflow.Kind.PLAIN || key.isEmpty()) {
      return;
    }
    sight
        .segment()
        .options(MpFastclose.class)
        .filter(close -> close.receiverKey() != key.getAsLong())
        .forEach(
            close ->
                findings.accept(
                    sight.breaks(
                        Rule.FASTCLOSE_KEY,
                        close + " where the peer's key is " + Long.toHexString(key.getAsLong()))));
  }
}
