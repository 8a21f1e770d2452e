// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.MptcpSubtype;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What was done to the frames of one way for some time, so that they are not as their host sent
 * them.
 *
 * @param nic the NIC that sends them, as {@code host/nic}
 * @param what for messages, such as {@code strip MPTCP}
 * @param kind what may differ
 * @param subtypes of the options that may be removed or changed; empty for other kinds
 * @param since when it began
 * @param until when it ended, or {@link Instant#MAX}
 */
public record Interference(
    String nic, String what, Kind kind, Set<MptcpSubtype> subtypes, Instant since, Instant until) {
  /** What may differ from what the host sent. */
  public enum Kind {
    /** Some frames are missing. */
    LOSS,
    /** Bits anywhere, so that checksums are wrong and the receiver drops the frame. */
    DAMAGE,
    /** MPTCP options were removed or changed. */
    OPTIONS,
    /** Payload is another, with a right checksum. */
    PAYLOAD,
    /** Addresses were translated. */
    ADDRESSES,
    /** Whatever a middlebox of a test's own does. */
    ANYTHING
  }

  public Interference {
    Objects.requireNonNull(nic, "nic");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
    Set<MptcpSubtype> copy = EnumSet.noneOf(MptcpSubtype.class);
    copy.addAll(subtypes);
    subtypes = Set.copyOf(copy);
  }

  /** Whether it was in force then. */
  public boolean isInForce(Instant time) {
    return !time.isBefore(since) && !time.isAfter(until);
  }
}
