// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

/** The running counts behind {@link PortCounters}. Used by the wire's loop only. */
final class Tally {
  long connections;
  long sentFrames;
  long sentBytes;
  long forwardedFrames;
  long forwardedBytes;
  long receivedFrames;
  long receivedBytes;
  long lostToCut;
  long filtered;
  long lostUnplugged;
  long lostStalled;
  long protocolErrors;

  PortCounters snapshot(String host, String nic, boolean connected) {
    return new PortCounters(
        host,
        nic,
        connected,
        connections,
        sentFrames,
        sentBytes,
        receivedFrames,
        receivedBytes,
        lostToCut,
        filtered,
        lostUnplugged,
        lostStalled,
        protocolErrors);
  }
}
