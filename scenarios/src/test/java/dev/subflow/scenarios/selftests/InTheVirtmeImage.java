// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.selftests;

import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeNodes;
import dev.subflow.virtme.VirtmeTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * A selftest of a kernel tree that is built already, as upstream's developers run it: {@code mvn
 * verify -Dit.test=InTheVirtmeImage -Dsubflow.tree=DIR}.
 */
@VirtmeTest
@Tag("selftest")
class InTheVirtmeImage {
  @TestFactory
  Stream<DynamicNode> diag(VirtmeNodes virtme) {
    return virtme.selftests(VirtmeMode.VM_AUTO, "diag.sh");
  }
}
