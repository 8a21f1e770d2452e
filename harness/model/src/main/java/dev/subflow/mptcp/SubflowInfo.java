// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import dev.subflow.json.Unsigned;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Facts that the MPTCP layer knows of a TCP socket; tokens and mapping need CAP_NET_ADMIN.
 *
 * @param flags its flags
 * @param remoteToken token of the connection on the peer, unsigned 32 bits; 0 where unknown
 * @param remoteId address id of the far end
 * @param localToken token of the connection here, unsigned 32 bits; 0 where unknown
 * @param localId address id of the near end
 * @param mapSequence data sequence number of the current mapping, unsigned
 * @param mapSubflowSequence its relative subflow sequence number
 * @param subflowOffset bytes of it already received
 * @param mapLength its length in bytes
 */
public record SubflowInfo(
    Set<SubflowFlag> flags,
    OptionalLong remoteToken,
    OptionalInt remoteId,
    OptionalLong localToken,
    OptionalInt localId,
    @Unsigned OptionalLong mapSequence,
    @Unsigned OptionalLong mapSubflowSequence,
    @Unsigned OptionalLong subflowOffset,
    @Unsigned OptionalLong mapLength) {
  // token:1f00a3(id:0)/8e02ba11(id:2)
  private static final Pattern TOKENS =
      Pattern.compile("([0-9a-f]{1,8})\\(id:(\\d{1,3})\\)/([0-9a-f]{1,8})\\(id:(\\d{1,3})\\)");

  public SubflowInfo {
    flags =
        Collections.unmodifiableSet(
            flags.isEmpty() ? EnumSet.noneOf(SubflowFlag.class) : EnumSet.copyOf(flags));
    Objects.requireNonNull(remoteToken, "remoteToken");
    Objects.requireNonNull(remoteId, "remoteId");
    Objects.requireNonNull(localToken, "localToken");
    Objects.requireNonNull(localId, "localId");
    Objects.requireNonNull(mapSequence, "mapSequence");
    Objects.requireNonNull(mapSubflowSequence, "mapSubflowSequence");
    Objects.requireNonNull(subflowOffset, "subflowOffset");
    Objects.requireNonNull(mapLength, "mapLength");
  }

  static Optional<SubflowInfo> of(Fields fields) {
    if (!fields.has("tcp-ulp-mptcp")) {
      return Optional.empty();
    }
    Set<SubflowFlag> flags = EnumSet.noneOf(SubflowFlag.class);
    String letters = fields.find("flags").orElse("");
    for (SubflowFlag flag : SubflowFlag.values()) {
      if (letters.indexOf(flag.letter()) >= 0) {
        flags.add(flag);
      }
    }
    Matcher tokens = TOKENS.matcher(fields.find("token").orElse(""));
    boolean known = tokens.matches();
    return Optional.of(
        new SubflowInfo(
            flags,
            known ? token(tokens.group(1)) : OptionalLong.empty(),
            known ? id(tokens.group(2)) : OptionalInt.empty(),
            known ? token(tokens.group(3)) : OptionalLong.empty(),
            known ? id(tokens.group(4)) : OptionalInt.empty(),
            number(fields, "seq"),
            number(fields, "sfseq"),
            number(fields, "ssnoff"),
            number(fields, "maplen")));
  }

  private static OptionalLong token(String hex) {
    return OptionalLong.of(Long.parseLong(hex, 16));
  }

  private static OptionalInt id(String text) {
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static OptionalLong number(Fields fields, String name) {
    try {
      return fields.number(name);
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // the text stays in the socket's fields
    }
  }

  /** Whether it is the connection's first subflow, opened with MP_CAPABLE. */
  public boolean isInitial() {
    return flags.contains(SubflowFlag.CAPABLE_LOCAL) || flags.contains(SubflowFlag.CAPABLE_REMOTE);
  }

  /** Whether it joined the connection with MP_JOIN. */
  public boolean isJoin() {
    return flags.contains(SubflowFlag.JOIN_LOCAL) || flags.contains(SubflowFlag.JOIN_REMOTE);
  }

  /** Whether either side marked it as backup. */
  public boolean isBackup() {
    return flags.contains(SubflowFlag.BACKUP_LOCAL) || flags.contains(SubflowFlag.BACKUP_REMOTE);
  }

  /** Whether this side marked it as backup, so that the peer spares it. */
  public boolean isBackupOfThisSide() {
    return flags.contains(SubflowFlag.BACKUP_LOCAL);
  }

  /** Whether the peer marked it as backup, so that this side spares it. */
  public boolean isBackupOfPeer() {
    return flags.contains(SubflowFlag.BACKUP_REMOTE);
  }

  /** Whether the MPTCP handshake on it is complete. */
  public boolean isFullyEstablished() {
    return flags.contains(SubflowFlag.FULLY_ESTABLISHED);
  }
}
