// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KconfigTreeTest {
  @TempDir private Path source;

  private KconfigTree read(String text) throws IOException {
    Files.writeString(source.resolve("Kconfig"), text);
    return KconfigTree.read(source);
  }

  private static KconfigTree.Symbol symbol(KconfigTree tree, String name) {
    return Objects.requireNonNull(tree.symbols().get(name), name);
  }

  private static KconfigTree.Definition only(KconfigTree tree, String name) {
    return symbol(tree, name).definitions().get(0);
  }

  @Test
  void blocksAroundAnOptionAreConditionsOfIt() throws IOException {
    KconfigTree tree =
        read(
            """
            if A
            menu "M"
            depends on B
            visible if Z
            config X
            bool "x" if C
            depends on D
            choice
            depends on E
            config Y
            bool "y"
            endchoice # ends it
            endmenu
            endif
            config FREE
            bool
            """);

    assertThat(only(tree, "X").depends()).containsExactly("A", "B", "D");
    assertThat(only(tree, "X").prompts()).containsExactly("C");
    assertThat(only(tree, "Y").depends()).containsExactly("A", "B", "E");
    assertThat(only(tree, "FREE").depends()).isEmpty();
    assertThat(symbol(tree, "FREE").hasPrompt()).isFalse();
  }

  @Test
  void whatSelectsAnOptionIsKnownBeforeItIsDefined() throws IOException {
    KconfigTree tree =
        read(
            """
            config LOUD
            \ttristate "loud" # remark
            \tselect QUIET if NET && INET
            \tselect OTHER
            \timply NOT_COUNTED
            config QUIET
            \tdef_bool y
            """);

    assertThat(symbol(tree, "QUIET").selectors())
        .containsExactly(new KconfigTree.Selector("LOUD", "NET && INET"));
    assertThat(symbol(tree, "OTHER").selectors())
        .containsExactly(new KconfigTree.Selector("LOUD", "y"));
    assertThat(symbol(tree, "OTHER").definitions()).isEmpty();
    assertThat(tree.symbols()).doesNotContainKey("NOT_COUNTED");
    assertThat(symbol(tree, "LOUD").isTristate()).isTrue();
    assertThat(symbol(tree, "QUIET").isTristate()).isFalse();
  }

  @Test
  void helpEndsWhereItsIndentDoes() throws IOException {
    KconfigTree tree =
        read(
            """
            config A
            \tbool "a"
            \thelp
            \t  Text.

            \t  config NONE
            \t\tdepends on NOTHING
            \tdepends on B
            config C
            \t---help---
            config D
            \tbool "d"
            """);

    assertThat(tree.symbols()).containsOnlyKeys("A", "C", "D");
    assertThat(only(tree, "A").depends()).containsExactly("B");
  }

  @Test
  void filesAreReadFromWhereTheyAreNamed() throws IOException {
    Files.createDirectories(source.resolve("net/mptcp"));
    Files.createDirectories(source.resolve("arch/x86"));
    Files.writeString(source.resolve("arch/x86/Kconfig"), "config X86\n\tbool\n");
    Files.writeString(source.resolve("net/Kconfig"), "rsource \"mptcp/Kconfig\"\n");
    Files.write(
        source.resolve("net/mptcp/Kconfig"),
        "config MPTCP\n\tbool \"by Jos\u00e9\"\n\tdepends on A && \\\n\t\tB\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    KconfigTree tree =
        read(
            "source \"arch/$(SRCARCH)/Kconfig\"\nsource \"net/Kconfig\"\nosource \"none/Kconfig\"\n");

    assertThat(only(tree, "X86").where()).isEqualTo("arch/x86/Kconfig");
    assertThat(only(tree, "MPTCP").where()).isEqualTo("net/mptcp/Kconfig");
    assertThat(only(tree, "MPTCP").depends())
        .singleElement()
        .asString()
        .containsSubsequence("A", "&&", "B");
  }

  @Test
  void filesThatIncludeThemselvesEnd() throws IOException {
    KconfigTree tree = read("config A\n\tbool\nsource \"Kconfig\"\n");

    assertThat(symbol(tree, "A").definitions()).hasSizeGreaterThan(1).hasSizeLessThan(50);
  }

  @Test
  void anOptionOfSeveralPlacesHasAllOfThem() throws IOException {
    KconfigTree tree =
        read("if A\nconfig X\nbool \"x\"\nendif\nif B\nconfig X\nbool\nendif\nendif\nconfig Z\n");

    assertThat(symbol(tree, "X").definitions())
        .extracting(KconfigTree.Definition::depends)
        .containsExactly(List.of("A"), List.of("B"));
    assertThat(tree.symbols()).as("one endif too many").containsKey("Z");
  }
}
