// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.Guest;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterNamesTest {
  @SuppressWarnings("unused")
  private static final class Tests {
    void right(MptcpHost client, Guest server, LiveWire path2, int anything, Seed seed) {}

    void wrong(MptcpHost clinet, Guest path1, LiveWire server) {}
  }

  private static List<String> problems(String name) {
    Method method =
        Arrays.stream(Tests.class.getDeclaredMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return ParameterNames.problems(method, new TwoPaths().topology());
  }

  @Test
  void namesOfTheTopologyAreRight() {
    assertThat(problems("right")).isEmpty();
  }

  @Test
  void allThatAreWrongAreToldWithTheRightOnes() {
    assertThat(problems("wrong"))
        .containsExactly(
            "Tests.wrong: parameter MptcpHost clinet is not a host of topology two-paths, which has"
                + " client, server",
            "Tests.wrong: parameter Guest path1 is not a host of topology two-paths, which has client,"
                + " server",
            "Tests.wrong: parameter LiveWire server is not a wire of topology two-paths, which has"
                + " path1, path2");
  }
}
