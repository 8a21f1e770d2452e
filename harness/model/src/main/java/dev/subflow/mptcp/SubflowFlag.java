// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

/** Letters of a subflow's {@code flags:}; upper case is the remote side's, lower case ours. */
enum SubflowFlag {
  CAPABLE_REMOTE('M'),
  CAPABLE_LOCAL('m'),
  JOIN_REMOTE('J'),
  JOIN_LOCAL('j'),
  BACKUP_REMOTE('B'),
  BACKUP_LOCAL('b'),
  FULLY_ESTABLISHED('e'),
  CONNECTED('c'),
  MAP_VALID('v');

  private final char letter;

  SubflowFlag(char letter) {
    this.letter = letter;
  }

  /** The letter that {@code ss} prints. */
  public char letter() {
    return letter;
  }
}
