// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceFramesTest {
  private static final List<String> TRACE =
      List.of(
          "[    3.1] RIP: 0010:mptcp_sendmsg+0x1a3/0x540",
          "[    3.1]  ? inet_release.part.0+0x10/0x20 [mptcp_diag]",
          "[    3.1]  do_syscall_64+0x5d/0x90");

  @Test
  void framesAreAskedForByFunctionOffsetSizeAndModule() {
    assertThat(TraceFrames.of(TRACE).questions())
        .isEqualTo(
            """
            0 mptcp_sendmsg 1a3 540 -
            1 inet_release.part.0 f 20 mptcp_diag
            2 do_syscall_64 5c 90 -
            """);
  }

  @Test
  void placesStandBehindTheirFrames() {
    assertThat(
            TraceFrames.of(TRACE)
                .located(
                    List.of(
                        "2 /usr/src/linux/arch/x86/entry/common.c:80 ./include/linux/x.h:7",
                        "0 /home/u/linux/net/mptcp/protocol.c:1842"),
                    List.of("/usr/src/linux", "/home/u/linux")))
        .isEqualTo(
            """
            [    3.1] RIP: 0010:mptcp_sendmsg+0x1a3/0x540 (net/mptcp/protocol.c:1842)
            [    3.1]  ? inet_release.part.0+0x10/0x20 [mptcp_diag]
            [    3.1]  do_syscall_64+0x5d/0x90 (arch/x86/entry/common.c:80 < include/linux/x.h:7)
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(touch /tmp/x)+0x1/0x2",
        "a;reboot+0x1/0x2 [m;reboot]",
        "f+0xfffffffff/0x2",
        "f+1/2",
        "+0x1/0x2",
        "\"x\"+0x1/0x2",
        "../../f/+0x1/0x2"
      })
  void whatOnlyLooksLikeAFrameIsNotAskedFor(String line) {
    assertThat(TraceFrames.of(List.of(line)).questions())
        .doesNotContain("$", ";", "\"", "/", "..")
        .matches("(\\d+ [\\w.$]+ [0-9a-f]+ [0-9a-f]+ [\\w-]+\\n)*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99 a.c:1",
        "0 a.c:1\u001b[2J",
        "0 $(reboot):1",
        "0",
        "0 a.c",
        "-1 a.c:1",
        "x a.c:1"
      })
  void answersThatAreNoneAreLeftOut(String answer) {
    assertThat(TraceFrames.of(TRACE).located(List.of(answer), List.of()))
        .isEqualTo(String.join("\n", TRACE) + "\n");
  }

  @Test
  void aFloodOfFramesIsCutOff() {
    String line = "f+0x1/0x2 ".repeat(400);

    assertThat(TraceFrames.of(Collections.nCopies(1000, line)).frames()).hasSizeLessThan(4500);
    assertThat(TraceFrames.of(List.of("f+0x1/0x2 ".repeat(100_000))).frames()).isEmpty();
  }
}
