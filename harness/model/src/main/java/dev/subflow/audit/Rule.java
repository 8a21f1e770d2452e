// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

/**
 * What RFC 8684 demands and a passive observer can see. Each is broken by the host that sent the
 * frame.
 */
public enum Rule {
  OPTION_FORM("3", Level.MUST, "An option has the length and the bits that its figure shows"),
  CAPABLE_KEYS("3.1", Level.MUST, "The third ACK repeats the keys of both hosts as they were sent"),
  CAPABLE_NO_OPTIONS(
      "3.1", Level.MUST, "Without MP_CAPABLE on SYN and SYN/ACK no segment has an MPTCP option"),
  FIRST_DATA("3.1", Level.MUST, "The first byte of data has the initial data sequence number + 1"),
  CHECKSUM_USE(
      "3.1", Level.MUST, "A DSS has a checksum if either host asked for it, and none otherwise"),
  JOIN_TOKEN("3.2", Level.MUST, "The token of a join names a connection of the host it is sent to"),
  JOIN_HMAC("3.2", Level.MUST, "The HMACs of a join are those of the keys and nonces"),
  JOIN_DATA(
      "3.2", Level.MUST, "Who joins sends no data on the subflow until its third ACK was answered"),
  ADD_ADDR_HMAC("3.4.1", Level.MUST, "The HMAC of an ADD_ADDR is that of its content and the keys"),
  ADD_ADDR_ECHO("3.4.1", Level.MUST, "An echo repeats an ADD_ADDR of the peer"),
  ADDRESS_ID("3.4.1", Level.MUST, "An address ID names one address until it is removed"),
  REMOVE_ADDR_KNOWN("3.4.2", Level.SHOULD, "A removed address ID was announced or used before"),
  MAPPING_STABLE("3.3.1", Level.MUST, "A byte of a subflow is mapped to one place in the data"),
  MAPPING_MISSING(
      "3.3.1", Level.MUST, "Payload is covered by a mapping, unless there was a fallback"),
  DATA_SAME("3.3.1", Level.MUST, "A byte of the data is the same wherever and whenever it is sent"),
  DATA_CHECKSUM("3.3.1", Level.MUST, "The checksum of a mapping is that of its payload"),
  DATA_ACK_SENT("3.3.2", Level.MUST, "No data is acknowledged that has not arrived"),
  DATA_ACK_BACK("3.3.2", Level.MUST, "On one subflow the data acknowledgement does not go back"),
  DATA_FIN_LAST("3.3.3", Level.MUST, "No data has a number after that of the DATA_FIN"),
  DATA_FIN_STABLE("3.3.3", Level.MUST, "A DATA_FIN that is sent again has the same number"),
  FALLBACK_FINAL("3.7", Level.MUST, "After an infinite mapping there is no other mapping"),
  FASTCLOSE_KEY("3.5", Level.MUST, "MP_FASTCLOSE has the key of the host it is sent to");

  /** How much RFC 8684 wants it (RFC 2119). */
  public enum Level {
    MUST,
    SHOULD
  }

  private final String section;
  private final Level level;
  private final String words;

  Rule(String section, Level level, String words) {
    this.section = section;
    this.level = level;
    this.words = words;
  }

  /** Section of RFC 8684, such as {@code 3.4.1}. */
  public String section() {
    return section;
  }

  /** How much it is wanted. */
  public Level level() {
    return level;
  }

  /** The rule as a sentence. */
  public String words() {
    return words;
  }
}
