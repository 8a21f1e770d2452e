// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.stack.MptcpHost;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what a kernel does in its own time. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Eventually() {}

  /** Waits until an assertion holds; 30 s at most, for machines that are busy with other guests. */
  public static void eventually(String what, ThrowingRunnable assertion) {
    await(what).atMost(LIMIT).pollDelay(Duration.ZERO).untilAsserted(assertion);
  }

  /** Waits until the established subflows of a host are these, and no others. */
  public static void awaitPaths(MptcpHost host, String... paths) {
    eventually(
        "subflows on " + String.join(" and on ", paths),
        () -> assertThat(host.subflows()).established().hasPaths(paths));
  }
}
