// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

final class ResultRecorderTest {
  @ExtendWith(ResultRecorder.class)
  static final class NotYetFixture {
    @Test
    @UntilKernelDoes(value = "look at net/mptcp/sockopt.c", seen = "is a subflow")
    void doesMore() {
      fail("plain TCP was expected, but it is a subflow");
    }

    @Test
    @UntilKernelDoes(value = "look at net/mptcp/sockopt.c", seen = "is a subflow")
    void failsOtherwise() {
      fail("the file can't be read");
    }

    @Test
    @UntilKernelDoes(value = "look at net/mptcp/sockopt.c", seen = "is a subflow")
    void passes() {}
  }

  @TempDir private Path out;

  private TestResult of(String method) {
    return RunReport.read(out).results().stream()
        .filter(r -> r.scenario().endsWith("." + method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onlyTheFailureThatShowsItIsWhatKernelsDidNotDoYet() {
    Executions.of(NotYetFixture.class, out);

    assertThat(of("doesMore").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of("doesMore").tags()).contains(TestResult.UNTIL_KERNEL_DOES);
    assertThat(of("doesMore").message().orElseThrow())
        .startsWith("plain TCP was expected")
        .endsWith("No kernel did so when this was written: look at net/mptcp/sockopt.c");
    assertThat(of("failsOtherwise").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of("failsOtherwise").tags()).doesNotContain(TestResult.UNTIL_KERNEL_DOES);
    assertThat(of("failsOtherwise").message()).contains("the file can't be read");
    assertThat(of("passes").tags()).doesNotContain(TestResult.UNTIL_KERNEL_DOES);
  }
}
