// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.packet.mptcp.MptcpSubtype.ADD_ADDR;
import static dev.subflow.packet.mptcp.MptcpSubtype.DSS;
import static dev.subflow.packet.mptcp.MptcpSubtype.MP_CAPABLE;
import static dev.subflow.packet.mptcp.MptcpSubtype.MP_FAIL;
import static dev.subflow.packet.mptcp.MptcpSubtype.MP_FASTCLOSE;
import static dev.subflow.packet.mptcp.MptcpSubtype.MP_JOIN;
import static dev.subflow.packet.mptcp.MptcpSubtype.MP_TCPRST;
import static dev.subflow.packet.mptcp.MptcpSubtype.REMOVE_ADDR;

import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.EnumSet;
import java.util.Set;

/**
 * What RFC 8684, or the configuration of a host, demands and a passive observer can see. Each is
 * broken by the host that sent the frame.
 */
public enum Rule {
  OPTION_FORM(
      "3",
      Level.MUST,
      Needs.FRAME,
      EnumSet.allOf(MptcpSubtype.class),
      Set.of(),
      "An option has the length and the bits that its figure shows"),
  CAPABLE_FORM(
      "3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_CAPABLE),
      Set.of(),
      "MP_CAPABLE has no key on a SYN, one on a SYN/ACK and both from then on"),
  CAPABLE_KEYS(
      "3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_CAPABLE),
      Set.of(MP_CAPABLE),
      "The third ACK repeats the keys of both hosts as they were sent"),
  CAPABLE_ACK(
      "3.1",
      Level.MUST,
      Needs.ANSWER,
      Set.of(MP_CAPABLE),
      Set.of(MP_CAPABLE),
      "The third ACK has MP_CAPABLE, before any DSS of the host that began"),
  CAPABLE_NO_OPTIONS(
      "3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(),
      Set.of(MP_CAPABLE, MP_JOIN),
      "Without MP_CAPABLE on SYN and SYN/ACK no segment has an MPTCP option"),
  FIRST_DATA(
      "3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(MP_CAPABLE),
      "The first byte of data has the initial data sequence number + 1"),
  CHECKSUM_USE(
      "3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(MP_CAPABLE),
      "A DSS has a checksum if either host asked for it, and none otherwise"),
  JOIN_FORM(
      "3.2",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_JOIN),
      Set.of(),
      "MP_JOIN has the form of the segment it stands on: SYN, SYN/ACK or ACK"),
  JOIN_DENIED(
      "3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE),
      "No join goes to the first address and port of a host that set the flag C"),
  JOIN_TOKEN(
      "3.2",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE),
      "The token of a join names a connection of the host it is sent to"),
  JOIN_HMAC(
      "3.2",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE, MP_JOIN),
      "The HMACs of a join are those of the keys and nonces"),
  JOIN_NONCE(
      "3.2",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_JOIN),
      Set.of(MP_JOIN),
      "A host joins with another random number each time"),
  JOIN_ACK(
      "3.2",
      Level.MUST,
      Needs.ANSWER,
      Set.of(MP_JOIN),
      Set.of(MP_JOIN),
      "The third ACK of a join has MP_JOIN with the HMAC"),
  JOIN_DATA(
      "3.2",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(),
      Set.of(),
      "Who joins sends no data on the subflow until its third ACK was answered"),
  ADD_ADDR_HMAC(
      "3.4.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(ADD_ADDR),
      Set.of(MP_CAPABLE),
      "The HMAC of an ADD_ADDR is that of its content and the keys"),
  ADD_ADDR_ECHO(
      "3.4.1",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(ADD_ADDR),
      Set.of(ADD_ADDR),
      "An echo repeats an ADD_ADDR of the peer"),
  ADD_ADDR_ECHOED(
      "3.4.1",
      Level.SHOULD,
      Needs.ANSWER,
      Set.of(ADD_ADDR),
      Set.of(ADD_ADDR, REMOVE_ADDR),
      "An ADD_ADDR is answered by its echo"),
  ADDRESS_ID(
      "3.4.1",
      Level.MUST,
      Needs.ANSWER,
      Set.of(ADD_ADDR, MP_JOIN),
      Set.of(ADD_ADDR, MP_JOIN, REMOVE_ADDR),
      "An address ID names one address, and one announced port, until it is removed"),
  ONE_ID(
      "3.4.1",
      Level.SHOULD,
      Needs.ANSWER,
      Set.of(ADD_ADDR, MP_JOIN),
      Set.of(ADD_ADDR, MP_JOIN, REMOVE_ADDR),
      "An address without a port of its own has one ID"),
  REMOVE_ADDR_KNOWN(
      "3.4.2",
      Level.SHOULD,
      Needs.ANSWER,
      Set.of(REMOVE_ADDR),
      Set.of(ADD_ADDR, MP_JOIN),
      "A removed address ID was announced or used before"),
  MAPPING_STABLE(
      "3.3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS, MP_CAPABLE),
      Set.of(DSS, MP_CAPABLE),
      "A byte of a subflow is mapped to one place in the data"),
  MAPPING_MISSING(
      "3.3.1",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(DSS, MP_CAPABLE),
      Set.of(DSS, MP_CAPABLE, MP_FAIL),
      "Payload is covered by a mapping, unless there was a fallback"),
  DATA_SAME(
      "3.3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS, MP_CAPABLE),
      Set.of(DSS, MP_CAPABLE),
      "A byte of the data is the same wherever and whenever it is sent"),
  DATA_CHECKSUM(
      "3.3.1",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS, MP_CAPABLE),
      Set.of(),
      "The checksum of a mapping is that of its payload"),
  DATA_ACK_SENT(
      "3.3.2",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(DSS),
      Set.of(DSS, MP_CAPABLE, MP_FAIL),
      "No data is acknowledged that has not arrived"),
  DATA_ACK_BACK(
      "3.3.2",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(DSS),
      "On one subflow the data acknowledgement does not go back"),
  DATA_FIN_LAST(
      "3.3.3",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(DSS),
      "No data has a number after that of the DATA_FIN"),
  DATA_FIN_STABLE(
      "3.3.3",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(DSS),
      "A DATA_FIN that is sent again has the same number"),
  DATA_FIN_ALONE(
      "3.3.3",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(),
      "A DATA_FIN without data has 0 as its subflow sequence number"),
  DATA_FIN_ACKED(
      "3.3.3",
      Level.SHOULD,
      Needs.ANSWER,
      Set.of(DSS),
      Set.of(DSS, MP_FASTCLOSE, MP_FAIL),
      "A DATA_FIN is acknowledged once all data before it has arrived"),
  WINDOW(
      "3.3.5",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(DSS, MP_CAPABLE),
      Set.of(DSS, MP_CAPABLE),
      "No data is sent beyond the window that the peer offered"),
  FALLBACK_SINGLE(
      "3.7",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(DSS),
      Set.of(DSS),
      "A mapping is infinite only where no other subflow is in use"),
  FALLBACK_FINAL(
      "3.7",
      Level.MUST,
      Needs.FRAME,
      Set.of(DSS),
      Set.of(DSS),
      "After an infinite mapping there is no other mapping"),
  FAIL_CHECKSUM(
      "3.7",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_FAIL),
      Set.of(MP_CAPABLE),
      "MP_FAIL is sent only where checksums are used"),
  FAIL_SEQUENCE(
      "3.7",
      Level.MUST,
      Needs.EVERYTHING,
      Set.of(MP_FAIL),
      Set.of(MP_CAPABLE, DSS),
      "MP_FAIL names data that its peer sent"),
  FASTCLOSE_KEY(
      "3.5",
      Level.MUST,
      Needs.FRAME,
      Set.of(MP_FASTCLOSE),
      Set.of(MP_CAPABLE),
      "MP_FASTCLOSE has the key of the host it is sent to"),
  FASTCLOSE_ANSWERED(
      "3.5",
      Level.SHOULD,
      Needs.ANSWER,
      Set.of(MP_FASTCLOSE),
      Set.of(),
      "An MP_FASTCLOSE on an ACK is answered by a RST"),
  RST_REASON(
      "3.6", Level.MUST, Needs.FRAME, Set.of(MP_TCPRST), Set.of(), "MP_TCPRST stands on a RST"),
  ENDPOINT_JOIN(
      "3.2",
      Level.CONFIGURED,
      Needs.EVERYTHING,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE, ADD_ADDR),
      "A join comes from the first address or a subflow endpoint, or goes to an announced address"),
  ENDPOINT_ID(
      "3.2",
      Level.CONFIGURED,
      Needs.EVERYTHING,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE, ADD_ADDR),
      "A join from a subflow endpoint has the ID of an endpoint of that address"),
  ENDPOINT_PORT(
      "3.9.1",
      Level.CONFIGURED,
      Needs.EVERYTHING,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE, ADD_ADDR),
      "A join goes to the port of the first subflow, or to one that was announced"),
  ENDPOINT_BACKUP(
      "3.2",
      Level.CONFIGURED,
      Needs.EVERYTHING,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE, ADD_ADDR),
      "A join and its answer have the flag B just where the endpoint of the address is backup"),
  ENDPOINT_ANNOUNCED(
      "3.4.1",
      Level.CONFIGURED,
      Needs.FRAME,
      Set.of(ADD_ADDR),
      Set.of(MP_CAPABLE),
      "An announced address has the port and the ID of a signal endpoint"),
  ENDPOINT_REMOVED(
      "3.4.2",
      Level.CONFIGURED,
      Needs.FRAME,
      Set.of(REMOVE_ADDR),
      Set.of(MP_CAPABLE),
      "A removed address ID is that of an endpoint that was deleted"),
  LIMIT_SUBFLOWS(
      "3.2",
      Level.CONFIGURED,
      Needs.ANSWER,
      Set.of(MP_JOIN),
      Set.of(MP_JOIN, DSS, ADD_ADDR, REMOVE_ADDR),
      "A host has no more subflows beside the first than its limit"),
  LIMIT_ACCEPTED(
      "3.4.1",
      Level.CONFIGURED,
      Needs.EVERYTHING,
      Set.of(MP_JOIN),
      Set.of(MP_CAPABLE, ADD_ADDR, REMOVE_ADDR),
      "A host joins to no more announced addresses than its limit");

  /** How much it is wanted. */
  public enum Level {
    /** RFC 8684 demands it (RFC 2119). */
    MUST,
    /** RFC 8684 recommends it. */
    SHOULD,
    /** The host was told so: its endpoints and limits, see {@link Intent}. */
    CONFIGURED
  }

  /** What must have been seen to judge by it. */
  enum Needs {
    /** The frame and those it refers to, which are known when it is judged. */
    FRAME,
    /** Every frame of the connection that crossed a wire. */
    EVERYTHING,
    /** Every frame that its hosts sent, those that were lost on a wire included. */
    ANSWER
  }

  private final String section;
  private final Level level;
  private final Needs needs;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of and never given away for writing
  private final Set<MptcpSubtype> reads;

  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final Set<MptcpSubtype> remembers;

  private final String words;

  Rule(
      String section,
      Level level,
      Needs needs,
      Set<MptcpSubtype> reads,
      Set<MptcpSubtype> remembers,
      String words) {
    this.section = section;
    this.level = level;
    this.needs = needs;
    this.reads = Set.copyOf(reads);
    this.remembers = Set.copyOf(remembers);
    this.words = words;
  }

  /** Section of RFC 8684 that it is of, or that it is about, such as {@code 3.4.1}. */
  public String section() {
    return section;
  }

  /** How much it is wanted. */
  public Level level() {
    return level;
  }

  Needs needs() {
    return needs;
  }

  /** The options of a frame that it looks at. */
  Set<MptcpSubtype> reads() {
    return reads;
  }

  /** The options of earlier frames of the connection that it goes by. */
  Set<MptcpSubtype> remembers() {
    return remembers;
  }

  /** The rule as a sentence. */
  public String words() {
    return words;
  }
}
