// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.ProgramException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheFaultsTest {
  @TempDir Path root;

  @Test
  void aToolThatRanOutOfRoomIsNoNetworkFault() {
    ProgramException apt =
        new ProgramException(
            "apt-get failed with exit 100; E: write (28: No space left on device)");

    assertThat(CacheFaults.isFull(root, apt)).isTrue();
    assertThat(CacheFaults.isFull(root, new ProgramException("apt-get: no route to host")))
        .isFalse();
    assertThat(CacheFaults.explain(root, "Fetching", apt))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith(
            "Fetching failed: the cache " + root + " can't be written: no space left (")
        .hasMessageContaining("subflow gc")
        .hasCause(apt);
  }
}
