// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history of SQLite tells. */
final class HistoryTest extends HistoryContract {
  @TempDir private Path temp;

  @Override
  HistoryPlace place() {
    return Pasts.in(temp);
  }

  @Test
  void twoProcessesWriteAtOnce() throws IOException, InterruptedException {
    TwoWriters.write(place().file().orElseThrow().toString(), temp);

    TwoWriters.assertAllIsThere(place());
  }
}
