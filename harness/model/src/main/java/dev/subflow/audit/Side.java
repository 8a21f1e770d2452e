// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

/** The hosts of a connection: who began it, and who answered. */
enum Side {
  INITIATOR,
  RESPONDER;

  Side other() {
    return this == INITIATOR ? RESPONDER : INITIATOR;
  }
}
