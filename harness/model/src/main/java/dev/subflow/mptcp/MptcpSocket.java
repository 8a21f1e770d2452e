// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * An MPTCP socket as {@code ss -M} shows it.
 *
 * <p>{@code ss} leaves out what is zero, and what the kernel or iproute2 does not know yet; both
 * read as zero here. Every item stays in {@link #fields()}, sequence numbers in decimal whatever
 * the version. Source: {@code mptcp_stats_print} in iproute2, {@code mptcp_diag_fill_info} in the
 * kernel.
 *
 * @param state state of the connection, which is not that of its subflows
 * @param receiveQueue bytes the program has not read; of a listener, connections not yet accepted
 * @param sendQueue bytes the peer has not acknowledged; of a listener, its backlog
 * @param local near end of the initial subflow, or what a listener is bound to
 * @param peer far end of the initial subflow
 * @param fields everything after the addresses
 * @param raw the text it was read from
 */
public record MptcpSocket(
    SocketState state,
    long receiveQueue,
    long sendQueue,
    SocketEnd local,
    SocketEnd peer,
    Fields fields,
    String raw) {
  public MptcpSocket {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(fields, "fields");
    Objects.requireNonNull(raw, "raw");
  }

  static MptcpSocket of(SocketLines.Row row) {
    return new MptcpSocket(
        row.state(),
        row.receiveQueue(),
        row.sendQueue(),
        row.local(),
        row.peer(),
        row.fields(),
        row.raw());
  }

  /** Whether these are the ends of a connection, whichever side this socket is on. */
  public boolean isOf(Connection connection) {
    return connection.isBetween(local, peer);
  }

  /** Subflows beside the initial one. */
  public long subflows() {
    return fields.count("subflows");
  }

  /** Subflows, the initial one among them; unknown to kernel 6.1 and to iproute2 6.1. */
  public long subflowsTotal() {
    return fields.count("subflows_total");
  }

  /** Addresses announced to the peer. */
  public long addAddrSignal() {
    return fields.count("add_addr_signal");
  }

  /** Announced addresses accepted from the peer. */
  public long addAddrAccepted() {
    return fields.count("add_addr_accepted");
  }

  /** Limit of subflows beside the initial one. */
  public long subflowsMax() {
    return fields.count("subflows_max");
  }

  /** Number of {@code signal} endpoints there are to announce. */
  public long addAddrSignalMax() {
    return fields.count("add_addr_signal_max");
  }

  /** Limit of announced addresses accepted. */
  public long addAddrAcceptedMax() {
    return fields.count("add_addr_accepted_max");
  }

  /** Whether the connection has become plain TCP. */
  public boolean isFallback() {
    return fields.has("fallback");
  }

  /** Whether the peer's key arrived, which a connection that speaks MPTCP needs. */
  public boolean hasRemoteKey() {
    return fields.has("remote_key");
  }

  /** The connection's local token, unsigned 32 bits; empty of a listener. */
  public OptionalLong token() {
    return fields.hex("token");
  }

  /** Next data sequence number to write, unsigned. */
  public OptionalLong writeSequence() {
    return fields.number("write_seq");
  }

  /** First data sequence number that the peer has not acknowledged, unsigned. */
  public OptionalLong sendUnacknowledged() {
    return fields.number("snd_una");
  }

  /** Next data sequence number expected from the peer, unsigned. */
  public OptionalLong receiveNext() {
    return fields.number("rcv_nxt");
  }

  /** Local addresses used for subflows beside the initial one. */
  public long localAddressesUsed() {
    return fields.count("local_addr_used");
  }

  /** Limit of local addresses: how many {@code subflow} endpoints there are. */
  public long localAddressesMax() {
    return fields.count("local_addr_max");
  }

  /** Whether payload carries DSS checksums. */
  public boolean usesChecksum() {
    return fields.count("csum_enabled") != 0;
  }

  /** Retransmissions of the MPTCP level. */
  public long retransmits() {
    return fields.count("retransmits");
  }

  /** Bytes retransmitted by the MPTCP level. */
  public long bytesRetransmitted() {
    return fields.count("bytes_retrans");
  }

  /** Bytes sent. */
  public long bytesSent() {
    return fields.count("bytes_sent");
  }

  /** Bytes received in order. */
  public long bytesReceived() {
    return fields.count("bytes_received");
  }

  /** Bytes the peer acknowledged. */
  public long bytesAcknowledged() {
    return fields.count("bytes_acked");
  }

  /** Number of {@code laminar} endpoints. */
  public long laminarEndpointsMax() {
    return fields.count("endp_laminar_max");
  }

  /** Time since data was sent. */
  public Duration sinceDataSent() {
    return Duration.ofMillis(fields.count("last_data_sent"));
  }

  /** Time since data was received. */
  public Duration sinceDataReceived() {
    return Duration.ofMillis(fields.count("last_data_recv"));
  }

  /** Time since an acknowledgement was received. */
  public Duration sinceAckReceived() {
    return Duration.ofMillis(fields.count("last_ack_recv"));
  }

  /** State and ends. */
  @Override
  public String toString() {
    return state.text() + " " + local + " -> " + peer;
  }
}
