// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LostOptionsTest {
  @TempDir private Path tree;

  @BeforeEach
  void aTree() throws IOException {
    Files.writeString(
        tree.resolve("Kconfig"),
        """
        mainmenu "Linux/$(ARCH) Kernel"
        if-success = $(shell,{ $(1); } >/dev/null 2>&1 && echo "$(2)" || echo "$(3)")
        success = $(if-success,$(1),y,n)
        source "net/Kconfig"
        config MODULES
        \tbool "Loadable modules"
        """);
    Files.createDirectories(tree.resolve("net/mptcp"));
    Files.writeString(
        tree.resolve("net/Kconfig"),
        """
        menuconfig NET
        \tbool "Networking"
        \thelp
        \t  If unsure, say Y.

        \t  config NOT_AN_OPTION is text of this help
        if NET
        config INET
        \tbool "TCP/IP"
        config QUIET
        \tbool
        \tdepends on INET
        config LOUD
        \tbool "Loud"
        \tselect QUIET if INET
        menu "More"
        \tdepends on INET
        config TRI
        \ttristate "Tri"
        source "net/mptcp/Kconfig"
        endmenu
        endif
        """);
    Files.writeString(
        tree.resolve("net/mptcp/Kconfig"),
        """
        config MPTCP
        \tbool "MPTCP"
        \tdepends on INET # for sockets
        config MPTCP_TEST
        \ttristate "test" if !ALL_TESTS
        \tdepends on MPTCP && \\
        \t\t(KUNIT || EXTRA="yes")
        \tdepends on !LOUD
        """);
  }

  private static Fragments wanting(String text, boolean ours) {
    return new Fragments(List.of(new Fragments.Text("mine", text, ours)));
  }

  private List<String> check(String wanted, String result, boolean ours) throws IOException {
    return LostOptions.check(wanting(wanted, ours), KernelConfig.parse(result), tree);
  }

  @Test
  void whatIsAsWantedPasses() throws IOException {
    assertThat(check("CONFIG_NET=y\n# CONFIG_LOUD is not set\n", "CONFIG_NET=y\n", false))
        .isEmpty();
  }

  @Test
  void conditionsOfMenusAndIfsAroundAreNamed() {
    assertThatThrownBy(() -> check("CONFIG_MPTCP=y\n", "CONFIG_NET=y\n", false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("CONFIG_MPTCP=y (mine) is n: it depends on INET (off)");
    assertThatThrownBy(() -> check("CONFIG_TRI=m\n", "", false))
        .hasMessageContaining("it depends on NET (off)");
  }

  @Test
  void onlyTheUnmetPartOfAConditionIsNamed() {
    assertThatThrownBy(
            () ->
                check(
                    "CONFIG_MPTCP_TEST=y\n", "CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_MPTCP=y", false))
        .hasMessageContaining("it depends on KUNIT or EXTRA = \"yes\"")
        .hasMessageNotContaining("MPTCP (off)");
    assertThatThrownBy(
            () ->
                check(
                    "CONFIG_MPTCP_TEST=y\n",
                    "CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_MPTCP=y\nCONFIG_KUNIT=y\nCONFIG_LOUD=y",
                    false))
        .hasMessageContaining("it depends on LOUD not set");
  }

  @Test
  void aDependencyThatIsOffForWantOfAnotherSaysSo() {
    assertThatThrownBy(
            () -> check("CONFIG_MPTCP_TEST=y\n", "CONFIG_NET=y\nCONFIG_KUNIT=y\n", false))
        .hasMessageContaining("MPTCP (off, it depends on INET)");
  }

  @Test
  void whatCannotBeSetByHandNamesWhatSetsIt() {
    assertThatThrownBy(() -> check("CONFIG_QUIET=y\n", "CONFIG_NET=y\nCONFIG_INET=y\n", false))
        .hasMessageContaining("nobody can set it by hand, it is set by LOUD");
    assertThatThrownBy(
            () ->
                check(
                    "# CONFIG_QUIET is not set\n",
                    "CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_LOUD=y\nCONFIG_QUIET=y\n",
                    false))
        .hasMessageContaining("CONFIG_QUIET=n (mine) is y: it is selected by LOUD");
  }

  @Test
  void whyAModuleCannotBe() {
    assertThatThrownBy(() -> check("CONFIG_INET=m\n", "CONFIG_NET=y\nCONFIG_INET=y\n", false))
        .hasMessageContaining("it can only be built in");
    assertThatThrownBy(
            () -> check("CONFIG_TRI=m\n", "CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_TRI=y\n", false))
        .hasMessageContaining("MODULES is off");
  }

  @Test
  void anOptionNobodyKnowsIsRefusedUnlessTheFragmentIsForManyKernels() throws IOException {
    assertThatThrownBy(() -> check("CONFIG_NOT_AN_OPTION=y\n", "CONFIG_NET=y\n", false))
        .hasMessageContaining("this kernel has no such option");
    assertThat(check("CONFIG_NOT_AN_OPTION=y\n", "CONFIG_NET=y\n", true))
        .containsExactly("NOT_AN_OPTION");
  }

  @Test
  void allThatIsLostIsToldAtOnce() {
    assertThatThrownBy(() -> check("CONFIG_INET=y\nCONFIG_TRI=y\nCONFIG_GONE=y\n", "", false))
        .hasMessageContaining("3 options are not as asked for")
        .hasMessageContaining("CONFIG_INET=y")
        .hasMessageContaining("CONFIG_TRI=y")
        .hasMessageContaining("CONFIG_GONE=y");
  }
}
