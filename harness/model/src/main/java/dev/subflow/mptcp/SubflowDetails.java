// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;

/**
 * Answer of {@code getsockopt(MPTCP_FULL_INFO)} about one subflow.
 *
 * @param id number of the subflow, never used again within its connection
 * @param ends its addresses and ports
 * @param tcp its TCP information
 */
public record SubflowDetails(long id, Connection ends, TcpInfo tcp) {
  public SubflowDetails {
    Objects.requireNonNull(ends, "ends");
    Objects.requireNonNull(tcp, "tcp");
  }
}
