// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One line of {@code ip mptcp monitor}.
 *
 * @param type what happened
 * @param name the word in brackets
 * @param fields everything after it
 * @param raw the line
 */
public record MptcpEvent(Type type, String name, Fields fields, String raw) {
  /** Kinds of events, as {@code ip mptcp monitor} names them. */
  public enum Type {
    CREATED(1),
    ESTABLISHED(2),
    CLOSED(3),
    ANNOUNCED(6),
    REMOVED(7),
    SF_ESTABLISHED(10),
    SF_CLOSED(11),
    SF_PRIO(13),
    LISTENER_CREATED(15),
    LISTENER_CLOSED(16),
    /** One that neither iproute2 nor this version knows. */
    UNKNOWN(0);

    private final int code;

    /** Takes the kernel's number: {@code enum mptcp_event_type}. */
    Type(int code) {
      this.code = code;
    }

    /** The kind with a name; iproute2 prints {@code UNKNOWN 15} for those it does not know. */
    static Type of(String name) {
      for (Type type : values()) {
        if (type.name().equals(name) || ("UNKNOWN " + type.code).equals(name)) {
          return type;
        }
      }
      return UNKNOWN;
    }
  }

  // MPTCP_PM_EV_FLAG_*: iproute2 6.15 prints their number, others words.
  private static final int DENY_JOIN_ID0 = 0x1;
  private static final int SERVER_SIDE = 0x2;

  public MptcpEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(fields, "fields");
    Objects.requireNonNull(raw, "raw");
  }

  /** Local token of the connection, unsigned 32 bits; listeners have none. */
  public OptionalLong token() {
    return fields.hex("token");
  }

  /** Address id of the far end. */
  public OptionalInt remoteId() {
    return small("remid");
  }

  /** Address id of the near end. */
  public OptionalInt localId() {
    return small("locid");
  }

  /** The near end; IPv4 or IPv6. */
  public Optional<SocketEnd> source() {
    return end("saddr4", "saddr6", "sport");
  }

  /** The far end; IPv4 or IPv6. */
  public Optional<SocketEnd> destination() {
    return end("daddr4", "daddr6", "dport");
  }

  /** Whether the subflow is backup; empty where the event does not tell. */
  public Optional<Boolean> backup() {
    return fields.find("backup").map(v -> !v.equals("0"));
  }

  /** The errno that ended a subflow. */
  public OptionalInt error() {
    return small("error");
  }

  /** Index of the NIC. */
  public OptionalInt interfaceIndex() {
    return small("ifindex");
  }

  /** Name of the NIC; iproute2 from 7.0. */
  public Optional<String> device() {
    return fields.find("dev");
  }

  /** Reason code of an MP_TCPRST. */
  public OptionalInt resetReason() {
    return small("reset_reason");
  }

  /** Whether this side accepted the connection. */
  public boolean isServerSide() {
    return fields.has("server_side") || hasFlag(SERVER_SIDE);
  }

  /** Whether the peer asked not to join to its initial address. */
  public boolean deniesJoinToInitialAddress() {
    return fields.has("deny_join_id0") || hasFlag(DENY_JOIN_ID0);
  }

  private boolean hasFlag(int flag) {
    return (fields.hex("flags").orElse(0) & flag) != 0;
  }

  private OptionalInt small(String name) {
    OptionalLong value = fields.number(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.getAsLong() < 0 || value.getAsLong() > Integer.MAX_VALUE) {
      throw new NumberFormatException("\"" + name + "\" does not fit in 31 bits: " + raw);
    }
    return OptionalInt.of((int) value.getAsLong());
  }

  private Optional<SocketEnd> end(String v4, String v6, String port) {
    return fields
        .find(v4)
        .or(() -> fields.find(v6))
        .map(host -> new SocketEnd(host, Optional.empty(), fields.find(port).orElse("*")));
  }

  @Override
  public String toString() {
    return raw;
  }
}
