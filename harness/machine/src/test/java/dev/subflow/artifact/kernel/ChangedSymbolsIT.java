// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that gcc makes in place of kernels, changed as patches change kernels. */
final class ChangedSymbolsIT {
  private static final String SOURCE =
      """
      #define LIMIT 7
      struct sock { int state; int window; };
      static inline int twice(int x) { return x + x; }

      typedef void (*handler)(struct sock *);
      void print(const char *text);
      extern volatile int sink;
      volatile int sink;

      __attribute__((noipa)) static int first(struct sock *sk)
      {
        return sk->state + sink;
      }
      int limited(int x) { return x > LIMIT ? first((struct sock *)&sink) : sink; }
      int doubled(int x) { return twice(x) * 3 + sink; }
      void window(struct sock *sk) { sk->window = sink; }
      void says(void) { print("one text"); print("another text"); sink = 3; }
      int chooses(int x)
      {
        switch (x) {
        case 0: return sink; case 1: print("a"); return 5; case 2: return sink + 7;
        case 3: print("b"); return 9; case 4: return sink * 11; case 5: print("c"); return 1;
        case 6: return limited(x);
        }
        return 0;
      }
      void print(const char *text) { sink = *text; }
      void shut(struct sock *sk) { sk->state = 0; }
      const handler handlers[] = { window, shut };
      int start(int x)
      {
        struct sock sk = { 0 };
        handlers[x & 1](&sk);
        says();
        return limited(x) + doubled(x) + chooses(x) + first(&sk);
      }
      """;

  @TempDir private Path temp;
  private Path base = Path.of("");
  private int made;

  @BeforeEach
  void build() throws IOException {
    base = built(SOURCE);
  }

  private Path built(String source) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("kernel-" + ++made));
    Path file = Files.writeString(temp.resolve("kernel.c"), source);
    var unused =
        Program.of(
                "gcc",
                "-g",
                "-O2",
                "-fno-ipa-icf",
                "-fno-ipa-cp",
                "-fno-ipa-pure-const",
                "-fno-ipa-ra",
                "-fno-inline-functions",
                "-fno-inline-small-functions",
                "-fno-inline-functions-called-once",
                "-fno-toplevel-reorder",
                "-static",
                "-nostdlib",
                "-no-pie",
                "-fno-pie",
                "-mcmodel=kernel",
                "-fcf-protection=none",
                "-fno-stack-protector",
                "-Wl,-e,start,--build-id=none,-Ttext=0xffffffff81000000",
                "-o",
                folder.resolve("vmlinux").toString(),
                file.toString())
            .output();
    return folder;
  }

  private ChangedSymbols changed(String from, String to) throws IOException {
    assertThat(SOURCE).contains(from);
    return ChangedSymbols.between(base, built(SOURCE.replace(from, to))).orElseThrow();
  }

  @Test
  void commentsChangeNothing() throws IOException {
    assertThat(changed("#define LIMIT 7", "/*\n *\n */\n#define LIMIT 7").isEmpty()).isTrue();
  }

  @Test
  void macroInlineFunctionAndStructureAreTheFunctionsThatUseThem() throws IOException {
    assertThat(changed("LIMIT 7", "LIMIT 9").functions()).containsExactly("limited");
    assertThat(changed("return x + x;", "return x - 5;").functions()).containsExactly("doubled");
    assertThat(changed("int state; int window;", "int state; int gap; int window;").functions())
        .containsExactly("start", "window");
  }

  @Test
  void whatMovesIsTheSame() throws IOException {
    String more = "sink = 3; print(\"a third text\"); sink = 7; sink = sink * 77; print(\"4th\");";
    ChangedSymbols grown = changed("sink = 3;", more);

    assertThat(grown.functions()).containsExactly("says");
    assertThat(grown.data()).isEmpty();
    assertThat(changed("return sk->state + sink;", "sink = 2; sink = 3; return sink;").functions())
        .containsExactly("first");
  }

  @Test
  void textsTablesCallsAndDataCount() throws IOException {
    assertThat(changed("\"one text\"", "\"One text\"").functions()).containsExactly("says");
    assertThat(changed("case 0: return sink;", "case 7: return sink;").functions())
        .containsExactly("chooses");
    assertThat(changed("says();", "shut(&sk);").functions()).containsExactly("start");
    ChangedSymbols table = changed("{ window, shut }", "{ shut, window }");
    assertThat(table.data()).containsExactly("handlers");
    assertThat(table.functions()).isEmpty();
  }

  @Test
  void functionsThatCameAreNamed() throws IOException {
    ChangedSymbols more =
        changed("int start(", "int fresh(int x) { return x + sink; }\nint start(");

    assertThat(more.added()).containsExactly("fresh");
    assertThat(more.functions()).isEmpty();
  }

  @Test
  void modulesCountAsAWhole() throws IOException {
    Path same = built(SOURCE);
    Files.copy(base.resolve("vmlinux"), base.resolve("x.ko"));
    Files.copy(base.resolve("vmlinux"), same.resolve("x.ko"));
    assertThat(ChangedSymbols.between(base, same).orElseThrow().isEmpty()).isTrue();

    Files.delete(same.resolve("x.ko"));
    assertThat(ChangedSymbols.between(base, same).orElseThrow().data()).containsExactly("x.ko");
  }

  @Test
  void withoutSymbolsNothingIsKnown() throws IOException {
    Path stripped = built(SOURCE);
    var unused = Program.of("strip", stripped.resolve("vmlinux").toString()).output();

    assertThat(ChangedSymbols.between(base, stripped)).isEqualTo(Optional.empty());
    assertThat(ChangedSymbols.between(base, temp)).isEmpty();
  }
}
