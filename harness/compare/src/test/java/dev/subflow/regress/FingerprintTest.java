// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintTest {
  @Test
  void leavesOutWhatVaries() {
    String later =
        "guest \"client\": its kernel printed a splat, WARNING: WARNING: net/mptcp/pm.c:14 at"
            + " mptcp_pm_work+0x7/0x9, CPU#1: kworker/1:0/23\n[ 1.000000] more";

    assertThat(Fingerprint.ofText(later)).isEqualTo(Fingerprint.ofText(Runs.WARNING));
    assertThat(Fingerprint.ofText(Runs.WARNING)).contains("net/mptcp/pm.c", "mptcp_pm_work");
  }

  @ParameterizedTest
  @ValueSource(strings = {"swapper/0/0", "kworker/u8:2/31", "ip/4711", "a b/3", "init/1"})
  void theProcessIsNoPartOfIt(String process) {
    assertThat(Fingerprint.ofText("WARNING: net/mptcp/pm.c:14 at f+0x1/0x2, CPU#0: " + process))
        .isEqualTo("WARNING: net/mptcp/pm.c at f");
    assertThat(
            Fingerprint.ofText(
                "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [" + process + ":17]"))
        .isEqualTo("watchdog: BUG: soft lockup");
  }

  @Test
  void olderKernelsNameTheProcessorFirst() {
    assertThat(Fingerprint.ofText("WARNING: CPU: 0 PID: 1 at net/mptcp/pm.c:1 f+0x1/0x2"))
        .contains("net/mptcp/pm.c", " f");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BUG: KASAN: slab-use-after-free in f+0x1/0x2; BUG: KASAN: slab-use-after-free in g+0x1/0x2",
        "WARNING: net/mptcp/pm.c:1 at f+0x1/0x2, CPU#0: a/1; WARNING: net/mptcp/pm.c:1 at g+0x1/0x2",
        "Kernel panic - not syncing: a; Oops: 0002 [#1] SMP"
      })
  void tellsCrashesApart(String one, String other) {
    assertThat(Fingerprint.ofText(one)).isNotEqualTo(Fingerprint.ofText(other));
  }

  @Test
  void findsTheHeadlineInTheMiddleOfAConsole() {
    String text =
        """
        guest "client": its kernel died; last command: ss
        [    9.123456][  T12] BUG: kernel NULL pointer dereference, address: 0000000000000010
        [    9.2] more
        """;

    assertThat(Fingerprint.headline(text)).startsWith("BUG: kernel NULL pointer dereference");
  }

  @Test
  void takesThePlaceFromTheRegisters() {
    String text =
        """
        guest "client": its kernel died
        [    9.123456] Oops: 0002 [#1] SMP
        [    9.123457] RIP: 0010:mptcp_close+0x12/0x34
        """;

    assertThat(Fingerprint.ofText(text)).endsWith(" in mptcp_close");
  }

  @Test
  void knowsWhatAStarvedMachineDoes() {
    String lockup = Runs.result('l').message().orElseThrow();

    assertThat(Fingerprint.mayBeTheMachine(Fingerprint.ofText(lockup))).isTrue();
    assertThat(Fingerprint.mayBeTheMachine(Fingerprint.ofText(Runs.WARNING))).isFalse();
  }
}
