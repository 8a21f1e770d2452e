// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

/** Octets that are no MPTCP option of RFC 8684. */
final class MalformedOptionException extends IllegalArgumentException {
  private final transient DecodedOption read;

  MalformedOptionException(DecodedOption read) {
    super(
        read.option().name()
            + " does not conform to RFC 8684: "
            + String.join("; ", read.deviations())
            + " ("
            + read.raw()
            + ")");
    this.read = read;
  }

  /** Option as far as it can be read all the same. */
  public DecodedOption read() {
    return read;
  }
}
