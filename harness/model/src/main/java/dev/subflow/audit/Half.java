// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What one host sent on one subflow. Numbers are relative to its SYN, whose own is 0. */
final class Half {
  /**
   * Bytes of the subflow that are given a place in the data.
   *
   * @param from of the first, on the subflow
   * @param to behind the last
   * @param data of the first, relative to the data's begin
   * @param checksum that came with it
   * @param told the segment that told of it
   */
  record Mapped(
      long from, long to, long data, java.util.OptionalInt checksum, int length, Sight told) {
    boolean covers(long position) {
      return position >= from && position < to;
    }

    boolean disagrees(Mapped other) {
      return from < other.to && other.from < to && data - from != other.data - other.from;
    }
  }

  private OptionalLong initial = OptionalLong.empty();
  private final List<Mapped> mappings = new ArrayList<>();
  private final Ranges payload = new Ranges();
  private final Map<String, Long> dataAcks = new HashMap<>();
  private OptionalLong nonce = OptionalLong.empty();
  private boolean answeredThirdAck;
  private boolean sentDss;

  void begins(long sequence) {
    initial = OptionalLong.of(sequence);
  }

  boolean began() {
    return initial.isPresent();
  }

  /** Position of a sequence number that is near what was sent so far. */
  long position(long sequence) {
    return Wrapping.near32(sequence - initial.orElse(sequence), payload.end());
  }

  Ranges payload() {
    return payload;
  }

  List<Mapped> mappings() {
    return mappings;
  }

  /** The last data acknowledgement that was seen on a NIC; 0 when there was none. */
  long dataAck(String nic) {
    return dataAcks.getOrDefault(nic, 0L);
  }

  void dataAck(String nic, long ack) {
    dataAcks.put(nic, ack);
  }

  void nonce(long value) {
    nonce = OptionalLong.of(value);
  }

  OptionalLong nonce() {
    return nonce;
  }

  /** Whether it sent anything behind its SYN. */
  boolean sentBehindSyn() {
    return answeredThirdAck;
  }

  void sendsBehindSyn() {
    answeredThirdAck = true;
  }

  boolean sentDss() {
    return sentDss;
  }

  void sendsDss() {
    sentDss = true;
  }
}
