// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.selftests;

import dev.subflow.kselftest.SelftestNodes;
import dev.subflow.kselftest.SelftestsOfKernel;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Selftests of MPTCP that take a minute or two, and one group of the long ones; instead of them any
 * that {@code -Dsubflow.selftests} names.
 */
@SelftestsOfKernel
@Tag("selftest")
class SomeSelftests {
  @TestFactory
  Stream<DynamicNode> mptcp(SelftestNodes selftests) {
    return selftests.of(
        "net/mptcp",
        "pm_netlink",
        "mptcp_join:no JOIN",
        "mptcp_join:single subflow",
        "mptcp_join:single address, backup",
        "mptcp_join:remove single subflow");
  }
}
