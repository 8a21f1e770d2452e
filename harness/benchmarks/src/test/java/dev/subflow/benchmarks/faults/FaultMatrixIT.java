// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault once in each kind of run, in the profile nightly. */
final class FaultMatrixIT {
  @TempDir Path temp;

  @Test
  void everyRunEndsAsItHasTo() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("subflow.home", "../..")).toAbsolutePath().normalize();
    StringWriter lines = new StringWriter();

    boolean right =
        new Matrix(home, temp, temp.resolve("page.md"), new PrintWriter(lines, true))
            .run(1, List.of(), List.of(), true);

    assertThat(right).as(lines.toString()).isTrue();
  }
}
