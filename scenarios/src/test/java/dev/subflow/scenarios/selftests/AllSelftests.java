// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.selftests;

import dev.subflow.kselftest.SelftestNodes;
import dev.subflow.kselftest.SelftestsOfKernel;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All selftests of MPTCP, which run where they are asked for: {@code mvn verify -Pkselftest}. */
@SelftestsOfKernel
@Tag("selftest")
class AllSelftests {
  @TestFactory
  Stream<DynamicNode> mptcp(SelftestNodes selftests) {
    return selftests.of("net/mptcp");
  }
}
