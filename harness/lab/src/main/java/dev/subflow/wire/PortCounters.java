// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.util.Objects;

/**
 * Counts of one NIC's port of a wire: frames carried and lost so far; bytes are those of the
 * frames, without framing.
 *
 * @param host host of the NIC
 * @param nic name of the NIC
 * @param connected whether the guest's QEMU is connected now
 * @param connections times that a QEMU connected
 * @param sentFrames frames the guest sent, whatever became of them
 * @param sentBytes bytes of those frames
 * @param receivedFrames frames handed over for the guest
 * @param receivedBytes bytes of those frames
 * @param lostToCut frames the guest sent while the wire was cut
 * @param filtered frames the guest sent that a switch does not forward: for itself, or shorter than
 *     an Ethernet header
 * @param lostUnplugged frames for the guest while its QEMU was not connected
 * @param lostStalled frames for the guest that its full queue did not take because the guest had
 *     stopped reading
 * @param protocolErrors times that the port was closed because of an impossible frame length
 */
record PortCounters(
    String host,
    String nic,
    boolean connected,
    long connections,
    long sentFrames,
    long sentBytes,
    long receivedFrames,
    long receivedBytes,
    long lostToCut,
    long filtered,
    long lostUnplugged,
    long lostStalled,
    long protocolErrors) {
  public PortCounters {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(nic, "nic");
  }
}
