// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BuildOutputTest {
  private static BuildOutput of(String text) {
    BuildOutput output = new BuildOutput(Path.of("/usr/src/linux"));
    text.lines().forEach(output::line);
    return output;
  }

  @Test
  void compiledFilesAreCounted() {
    BuildOutput output =
        of(
            """
              SYNC    include/config/auto.conf.cmd
              CC      net/mptcp/protocol.o
              CC [M]  fs/x/y.o
              AS      arch/x86/lib/copy.o
              AR      net/mptcp/built-in.a
            """);

    assertThat(output.compiled()).isEqualTo(3);
    assertThat(output.object()).isEqualTo("net/mptcp/built-in.a");
    assertThat(output.errors()).isEmpty();
  }

  @Test
  void warningsBelongToTheObjectBeforeThem() {
    BuildOutput output =
        of(
            """
              CC      net/mptcp/pm.o
            /usr/src/linux/net/mptcp/pm.c: In function 'f':
            /usr/src/linux/net/mptcp/pm.c:12:7: warning: unused variable 'x' [-Wunused-variable]
               12 |   int x;
                  |       ^
            /usr/src/linux/net/mptcp/protocol.h:3:1: warning: missing braces [-Wmissing-braces]
              CC      net/mptcp/ctrl.o
              OBJTOOL vmlinux.o
            vmlinux.o: warning: objtool: f+0x12: unreachable instruction
              MODPOST Module.symvers
            WARNING: modpost: vmlinux: section mismatch in reference: f+0x1 (section: .text)
            """);

    assertThat(output.warnings())
        .containsEntry(
            "net/mptcp/pm.o",
            List.of(
                "net/mptcp/pm.c:12:7: warning: unused variable 'x' [-Wunused-variable]",
                "net/mptcp/protocol.h:3:1: warning: missing braces [-Wmissing-braces]"))
        .containsEntry("net/mptcp/ctrl.o", List.of())
        .containsEntry(
            "vmlinux.o", List.of("vmlinux.o: warning: objtool: f+0x12: unreachable instruction"));
    assertThat(output.warnings().get("Module.symvers"))
        .singleElement()
        .asString()
        .contains("f+0x1");
    assertThat(output.errors()).isEmpty();
  }

  private static CompileError error(String file, int line, String message) {
    return new CompileError(file, line, message, Optional.empty());
  }

  @Test
  void errorsOfEveryStageAreFound() {
    BuildOutput output =
        of(
            """
              CC      net/mptcp/pm.o
            /usr/src/linux/net/mptcp/pm.c:12:7: error: 'y' undeclared (first use in this function)
            /usr/src/linux/net/mptcp/pm.c:12:7: note: each undeclared identifier is reported once
            /usr/src/linux/net/mptcp/pm.c:3:10: fatal error: nosuch.h: No such file or directory
            make[4]: *** [/usr/src/linux/scripts/Makefile.build:289: net/mptcp/pm.o] Error 1
            ld: vmlinux.o: in function `g':
            /usr/src/linux/net/mptcp/ctrl.c:77:(.text+0x5): undefined reference to `nosuch'
            ERROR: modpost: "nosuch" [net/mptcp/x.ko] undefined!
            make[3]: *** No rule to make target 'net/mptcp/gone.o', needed by 'net/built-in.a'.  Stop.
            net/mptcp/Kconfig:3: syntax error
            """);

    assertThat(output.errors())
        .containsExactly(
            error("net/mptcp/pm.c", 12, "'y' undeclared (first use in this function)"),
            error("net/mptcp/pm.c", 3, "nosuch.h: No such file or directory"),
            error("net/mptcp/ctrl.c", 77, "undefined reference to `nosuch'"),
            error("", 0, "modpost: \"nosuch\" [net/mptcp/x.ko] undefined!"),
            error("", 0, "No rule to make target 'net/mptcp/gone.o', needed by 'net/built-in.a'."),
            error("net/mptcp/Kconfig", 3, "syntax error"));
  }

  @Test
  void aFullDiskIsNoErrorOfTheSource() {
    BuildOutput output =
        of(
            """
            /tmp/ccX.s: Fatal error: net/mptcp/pm.o: No space left on device
            """);

    assertThat(output.outOfSpace())
        .contains("/tmp/ccX.s: Fatal error: net/mptcp/pm.o: No space left on device");
    assertThat(of("collect2: fatal error: ld terminated with signal 7 [Bus error]").outOfSpace())
        .isPresent();
    assertThat(of("gcc: fatal error: Killed signal terminated program cc1").wasKilled()).isTrue();
    assertThat(of("  CC      net/mptcp/pm.o").outOfSpace()).isEmpty();
  }
}
