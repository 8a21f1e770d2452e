// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import dev.subflow.wire.mptcp.Octets;

/**
 * Any option of a segment.
 *
 * @param octets all of it, from its kind on; less than its length says where the header ends
 */
public record RawOption(Octets octets) {
  public RawOption {
    if (octets.length() == 0) {
      throw new IllegalArgumentException("an option has one octet at least");
    }
  }

  /** What option it is; see the TCP parameters of IANA. */
  public int kind() {
    return octets.at(0);
  }
}
