// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolTest {
  @TempDir Path folder;

  @Test
  void givesTheOutput() throws IOException {
    Tool tool = Tool.of("sh", "-c", "pwd; echo $WORD; echo noise >&2").in(folder).with("WORD", "w");
    assertThat(tool.output()).isEqualTo(folder.toRealPath() + "\nw\n");
  }

  @Test
  void aFailureCarriesTheLastWordsAndTheLog() {
    Path log = folder.resolve("tool.log");
    Tool tool = Tool.of("sh", "-c", "seq 1 100; echo 'disk on fire' >&2; exit 7");
    assertThatThrownBy(() -> tool.run(log))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("exit code 7")
        .hasMessageContaining("100\n  disk on fire")
        .hasMessageContaining(log.toString())
        .hasMessageNotContaining("\n  50\n");
    assertThat(log).content().startsWith("1\n2\n");
  }

  @Test
  void aLogThatCannotBeWrittenHidesNoLine() throws IOException {
    List<String> lines = new ArrayList<>();

    Tool.of("seq", "1", "20000").run(Path.of("/dev/full"), lines::add);

    assertThat(lines).hasSize(20000).endsWith("20000");
  }

  @Test
  void aMissingToolNamesTheSetUp() {
    assertThatThrownBy(() -> Tool.of("mkfs.nosuch").output())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mkfs.nosuch isn't installed")
        .hasMessageContaining("subflow setup");
  }

  @Test
  void whatNeverEndsIsKilledWithItsChildren() throws IOException {
    Path pid = folder.resolve("pid");
    Tool tool =
        Tool.of("sh", "-c", "sleep 1000 & echo $! > " + pid + "; wait")
            .limit(Duration.ofMillis(500));
    assertThatThrownBy(tool::output)
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("was killed: not done after");
    long child = Long.parseLong(Files.readString(pid).strip());
    await("the child ends")
        .until(() -> ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false), is -> !is);
  }
}
